// Every page of the window, and how a person comes to it. A new page is one row here.
//
// register  "none": a machine without a register, where the first run begins; "demo": a register of invented people
// open      goes there from the page before, in this order; say(key) is the text of the Finnish catalogue

const rail = (key) => async (page, say) => {
  await page
    .getByRole("navigation")
    .getByRole("button", { name: say(key) })
    .click();
};

export const pages = [
  { name: "first run", register: "none", open: async () => {} },
  {
    name: "lock",
    register: "demo",
    open: async (page) => page.locator("input[type=password]").waitFor(),
  },
  {
    name: "customers",
    register: "demo",
    open: async (page, say, passphrase) => {
      await page.locator("input[type=password]").fill(passphrase);
      await page.keyboard.press("Enter");
      await page.getByRole("navigation").waitFor();
      await rail("rail_customers")(page, say);
    },
  },
  {
    name: "palette",
    register: "demo",
    open: async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog").waitFor();
    },
    leave: async (page) => page.keyboard.press("Escape"),
  },
  {
    name: "search without hits",
    register: "demo",
    open: async (page) => {
      await page.keyboard.press("Control+f");
      await page.keyboard.type("zzzzzz");
      await page.getByRole("heading", { level: 2 }).last().waitFor();
    },
    leave: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("grid").waitFor();
    },
  },
  {
    name: "new customer",
    register: "demo",
    open: async (page) => {
      await page.keyboard.press("Control+n");
      await page.getByRole("dialog").waitFor();
    },
    leave: async (page) => page.keyboard.press("Escape"),
  },
  {
    name: "customer card",
    register: "demo",
    open: async (page, say) => {
      await page.getByRole("grid").focus();
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: say("timeline") }).waitFor();
    },
  },
  {
    name: "why",
    register: "demo",
    open: async (page, say) => {
      await page
        .getByRole("button", { name: say("why") })
        .first()
        .click();
      await page.getByRole("dialog").waitFor();
    },
    leave: async (page) => page.keyboard.press("Escape"),
  },
  ...[
    { name: "contact", key: "y" },
    { name: "delivery", key: "t" },
  ].map(({ name, key }) => ({
    name,
    register: "demo",
    open: async (page) => {
      await page.locator("h1").focus();
      await page.keyboard.press(key);
      await page.getByRole("dialog").waitFor();
    },
    leave: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    },
  })),
  ...["marketing_change_label", "person_add_label"].map((key) => ({
    name: key.replaceAll("_", " "),
    register: "demo",
    open: async (page, say) => {
      await page.getByRole("button", { name: say(key) }).click();
      await page.getByRole("dialog").waitFor();
    },
    leave: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    },
  })),
  { name: "retention", register: "demo", open: rail("rail_retention") },
  { name: "settings", register: "demo", open: rail("rail_settings") },
];
