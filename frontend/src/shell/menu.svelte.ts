// Whether the rail is drawn out over a narrow window.
export const menu = $state({ open: false });
