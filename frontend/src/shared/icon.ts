/** Any icon of the set. Import each by its own path ("@lucide/svelte/icons/users"), so that only it is bundled. */
export type Icon = typeof import("@lucide/svelte/icons/x").default;
