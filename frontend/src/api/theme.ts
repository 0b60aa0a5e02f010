// The theme, remembered by the program's settings.
import { State } from "../../wailsjs/go/desktop/Session";
import { SetPreferences } from "../../wailsjs/go/desktop/Settings";
import { call } from "./call";

export async function saveTheme(theme: "system" | "light" | "dark"): Promise<void> {
  const { preferences } = await call(() => State());
  await call(() => SetPreferences({ ...preferences, theme }));
}
