import { mount } from "svelte";

import App from "./App.svelte";
import "./app.css";
import { preferredLanguage, setLanguage } from "./i18n";
import { paint } from "./shared/appearance.svelte";

setLanguage(preferredLanguage());
paint();
mount(App, { target: document.getElementById("app")! });
