// Every page of the window and every state that lies over one, and how a person comes to it. A new page is one row.
//
// register  "none": a machine without a register, where the first run begins; "demo": a register of invented people
// open      goes there from the row before, in this order; say(key) is the text of the Finnish catalogue
// leave     takes away what lies over the page

const escape = async (page) => {
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").first().waitFor({ state: "hidden" });
};
/** Opens a page by its key, Ctrl 1…8. Which number it is, the rail tells. */
const go = async (page, say, key) => {
  const entries = page.getByRole("navigation", { name: say("rail") }).locator("li");
  await entries.first().waitFor();
  const at = (await entries.allTextContents()).findIndex((text) => text.includes(say(key))) + 1;
  await page.keyboard.press(`Control+${at}`);
};
const section = (key) => async (page, say) => {
  await go(page, say, key);
  await page.getByRole("heading", { name: say(key), level: 1 }).waitFor();
};
const pressed = (role, key) => async (page, say) =>
  page
    .getByRole(role, { name: say(key), exact: true })
    .first()
    .click();
const dialog = (page, say, key) =>
  page.getByRole("dialog", { name: say(key) }).waitFor();
/** Opens a dialog by its key on the keyboard. */
const byKey = (keys, title) => async (page, say) => {
  await page.keyboard.press(keys);
  await dialog(page, say, title);
};
const settings = (key) => async (page, say) => {
  await page
    .getByRole("navigation", { name: say("set_parts") })
    .getByRole("button", { name: say(key) })
    .click();
  await page
    .locator("main nav [aria-current=page]", { hasText: say(key) })
    .waitFor();
};

const firstRun = [
  { name: "first run, language", open: async () => {} },
  { name: "first run, firm", open: pressed("button", "continue") },
  {
    name: "first run, a firm without a name",
    open: async (page, say) => {
      await page.getByRole("button", { name: say("continue") }).click();
      await page.getByText(say("error_name_missing")).waitFor();
    },
  },
  {
    name: "first run, passphrase",
    open: async (page, say, passphrase) => {
      await page
        .getByLabel(say("first_firm_name"))
        .fill("Piha ja Metsä Saarela");
      await page.getByRole("button", { name: say("continue") }).click();
      await page
        .getByRole("textbox", { name: say("first_passphrase_field") })
        .fill(passphrase);
      await page.getByText(say("strength_4")).waitFor();
    },
  },
  {
    name: "first run, recovery sheet",
    open: async (page, say) => {
      await page
        .getByRole("button", { name: say("first_passphrase_next") })
        .click();
      await page
        .getByRole("heading", { name: say("first_recovery_title") })
        .waitFor();
    },
  },
  {
    name: "first run, beginning",
    open: async (page, say) => {
      await page
        .getByRole("button", { name: say("first_recovery_show") })
        .click();
      const groups = await page.getByRole("listitem").allInnerTexts();
      const [before, after] = say("first_recovery_group").split("{number}");
      for (const group of groups) {
        const [number, text] = group.trim().split(/\s+/);
        const field = page.getByRole("textbox", {
          name: `${before}${number}${after}`,
          exact: true,
        });
        if (text && (await field.count()) > 0) await field.fill(text);
      }
      await page.getByRole("button", { name: say("continue") }).click();
      await page
        .getByRole("heading", { name: say("first_start_title") })
        .waitFor();
    },
  },
  {
    name: "an empty register",
    open: async (page, say) => {
      await page.getByText(say("first_start_empty")).click();
      await page
        .getByRole("heading", { name: say("customers_empty") })
        .waitFor();
    },
  },
  { name: "nothing to erase", open: section("rail_retention") },
];

const locked = [
  {
    name: "lock",
    open: async (page) => page.locator("input[type=password]").waitFor(),
  },
  {
    name: "lock, wrong passphrase",
    open: async (page, say) => {
      await page.locator("input[type=password]").fill("jotain muuta");
      await page.keyboard.press("Enter");
      await page.getByText(say("error_passphrase_wrong")).waitFor();
    },
  },
  {
    name: "recovery",
    open: pressed("button", "lock_forgot"),
    leave: async (page, say) => pressed("button", "back")(page, say),
  },
];

const today = [{ name: "today", open: section("rail_today") }];

const customers = [
  {
    name: "customers",
    open: async (page, say, passphrase) => {
      await page.locator("input[type=password]").fill(passphrase);
      await page.keyboard.press("Enter");
      await go(page, say, "rail_customers");
      await page.getByRole("grid", { name: say("rail_customers") }).waitFor();
    },
  },
  {
    name: "customers, selected",
    open: async (page) =>
      page.getByRole("row").getByRole("checkbox").nth(2).click(),
    leave: pressed("button", "customers_unselect"),
  },
  { name: "customers, filter", open: pressed("button", "filter_title"), leave: escape },
  { name: "customers, columns", open: pressed("button", "customers_columns"), leave: escape },
  {
    name: "customers, found",
    open: async (page, say) => {
      await page.getByRole("searchbox").fill("mäkinen");
      await page
        .getByRole("columnheader", { name: say("customers_found") })
        .waitFor();
    },
  },
  {
    name: "customers, nobody found",
    open: async (page, say) => {
      await page.getByRole("searchbox").fill("xyzzy");
      await page
        .getByRole("heading", {
          name: say("customers_none_found").replace("{query}", "xyzzy"),
        })
        .waitFor();
    },
    leave: async (page) => page.getByRole("searchbox").fill(""),
  },
  {
    name: "palette",
    open: async (page, say) => {
      await page.keyboard.press("Control+k");
      await dialog(page, say, "palette");
      await page.keyboard.type("mäkinen");
      await page.locator("mark").first().waitFor();
    },
    leave: escape,
  },
  { name: "keys", open: byKey("F1", "keys_title"), leave: escape },
  {
    name: "new customer",
    open: byKey("Control+n", "new_title"),
    leave: escape,
  },
];

const card = [
  {
    name: "customer",
    open: async (page, say) => {
      await page.getByRole("row").nth(1).getByRole("gridcell").nth(2).click();
      await page.getByRole("heading", { name: say("timeline") }).waitFor();
    },
  },
  {
    name: "customer, why",
    open: async (page, say) => {
      await page
        .locator("main button", { hasText: say("why") })
        .first()
        .click();
      await page.getByText(say("why_not_moving")).waitFor();
    },
    leave: escape,
  },
  {
    name: "customer, all facts",
    open: pressed("button", "card_more"),
    leave: pressed("button", "card_less"),
  },
  {
    name: "customer, changes",
    open: async (page, say) => {
      await page.getByRole("button", { name: say("card_menu"), exact: true }).click();
      await page.getByRole("menuitem", { name: say("changes_open") }).click();
      await dialog(page, say, "changes_title");
    },
    leave: escape,
  },
  {
    name: "customer, a fault in a field",
    open: async (page, say) => {
      const mail = page.getByLabel(say("field_email"), { exact: true });
      await mail.fill("ei osoite");
      await mail.press("Tab");
      await page.getByText(say("error_email_form")).waitFor();
    },
    leave: async (page, say) => {
      await page.getByLabel(say("field_email"), { exact: true }).focus();
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
    },
  },
  {
    name: "customer, menu",
    open: pressed("button", "card_menu"),
    leave: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("menu").waitFor({ state: "hidden" });
    },
  },
  { name: "contact", open: byKey("y", "contact_title"), leave: escape },
  { name: "delivery", open: byKey("t", "delivery_title"), leave: escape },
  {
    name: "hold",
    open: async (page, say) => {
      await page.getByRole("button", { name: say("hold_needed") }).click();
      await dialog(page, say, "hold_title");
    },
    leave: escape,
  },
  {
    name: "restriction",
    open: async (page, say) => {
      await page.getByRole("button", { name: say("card_menu") }).click();
      await page.getByRole("menuitem", { name: say("restr_place") }).click();
      await dialog(page, say, "restr_place_title");
    },
    leave: escape,
  },
  {
    name: "marketing permission",
    open: async (page, say) => {
      await page
        .getByRole("button", { name: say("marketing_change_label") })
        .click();
      await dialog(page, say, "consent_title");
    },
    leave: escape,
  },
  {
    name: "contact person",
    open: async (page, say) => {
      await page.getByRole("button", { name: say("person_add_label") }).click();
      await dialog(page, say, "person_title_add");
    },
    leave: escape,
  },
  {
    name: "printout",
    open: async (page, say) => {
      await page.getByRole("button", { name: say("card_print") }).click();
      await page.locator("main canvas").first().waitFor();
    },
  },
  {
    name: "printout, its words",
    open: async (page, say) => {
      await page.getByRole("radio", { name: say("pdf_text") }).click();
      await page.locator("main canvas").first().waitFor({ state: "detached" });
    },
  },
];

const contacts = [
  {
    name: "contacts",
    open: async (page, say) => {
      await section("rail_contacts")(page, say);
      await page.getByRole("grid", { name: say("rail_contacts") }).waitFor();
    },
  },
  {
    name: "contacts, one chosen",
    open: async (page, say) => {
      await page.getByRole("row").nth(2).click();
      await page.locator("aside").getByRole("button", { name: say("contact_answer") }).waitFor();
    },
  },
  { name: "contacts, answer", open: byKey("a", "contact_answer_title"), leave: escape },
  { name: "contacts, postpone", open: byKey("p", "postpone_title"), leave: escape },
  { name: "contacts, edit", open: byKey("F2", "contact_edit_title"), leave: escape },
  {
    name: "contacts, to learn from",
    open: async (page, say) => {
      await page.locator("header").getByRole("button", { name: say("contact_actions") }).click();
      await page.getByRole("menuitem", { name: say("training") }).click();
      await dialog(page, say, "training");
    },
    leave: escape,
  },
  {
    name: "conversations of nobody",
    open: async (page, say) => {
      await page.locator("header").getByRole("button", { name: say("contact_actions") }).click();
      await page.getByRole("menuitem", { name: say("ret_anonymous") }).click();
      await page.getByRole("heading", { name: say("ret_anonymous"), level: 1 }).waitFor();
      await page.locator("main :is(li, tr, h2)").first().waitFor();
    },
    leave: async (page, say) => {
      await section("rail_contacts")(page, say);
      await page.getByRole("grid", { name: say("rail_contacts") }).waitFor();
    },
  },
  {
    name: "contacts, who waits",
    open: async (page, say) => {
      await page.getByRole("radio", { name: new RegExp(`^${say("contacts_queue")}`) }).click();
      await page.getByRole("grid", { name: say("rail_contacts") }).waitFor();
    },
    leave: async (page, say) => page.getByRole("radio", { name: say("contacts_all"), exact: true }).click(),
  },
  { name: "templates", open: pressed("button", "templates") },
  { name: "template", open: pressed("button", "template_new"), leave: escape },
];

/** Where the number of what goes is typed: what it is called says whether cards go, or less. */
const numberOfGoing = (page) => page.locator("main input[inputmode=numeric]");

const retention = [
  {
    name: "retention",
    open: async (page, say) => {
      await section("rail_retention")(page, say);
      await numberOfGoing(page).waitFor();
    },
  },
  {
    name: "retention, why",
    open: async (page, say) => {
      await page
        .locator("main tbody button", { hasText: say("why") })
        .first()
        .click();
      await page.getByText(say("why_staying")).waitFor();
    },
    leave: escape,
  },
  {
    name: "retention, ninety days and numbers",
    open: async (page, say) => {
      await page.getByRole("radio", { name: say("ret_within_90") }).click();
      await page.getByRole("radio", { name: say("ret_table") }).click();
      await page
        .getByRole("region", { name: say("ret_outlook") })
        .getByRole("table")
        .waitFor();
    },
  },
  {
    name: "retention, rules",
    open: async (page, say) => {
      await page.getByRole("button", { name: say("ret_rules") }).click();
      await page
        .getByRole("heading", { name: say("ret_rules"), level: 1 })
        .waitFor();
      await page.getByRole("table").first().waitFor();
    },
  },
  {
    name: "retention, changing a rule",
    open: async (page, say) => {
      const name = say("rule_class_recording");
      await page
        .getByRole("button", {
          name: say("rule_change_of").replace("{name}", name),
        })
        .click();
      await page.getByRole("dialog", { name }).waitFor();
      await page.getByLabel(say("rule_longest_label")).fill("13");
      await page.getByRole("button", { name: say("rule_save") }).click();
      await page.locator("[aria-invalid=true]").first().waitFor();
    },
    leave: escape,
  },
  {
    name: "retention, another notice",
    open: async (page, say) => {
      await page
        .getByRole("button", { name: say("rule_preset_change") })
        .click();
      await dialog(page, say, "rule_preset_title");
      await page.getByText(say("rule_preset_same")).waitFor();
    },
    leave: async (page, say) => {
      await escape(page);
      await section("rail_retention")(page, say);
      await numberOfGoing(page).waitFor();
    },
  },
  {
    name: "retention, a wrong number",
    open: async (page) => {
      await numberOfGoing(page).fill("0");
      await page.keyboard.press("Tab");
    },
  },
  {
    name: "erased",
    open: async (page, say) => {
      const approve = await page.locator("main input[inputmode=numeric] + button").innerText();
      await numberOfGoing(page).fill(approve.replace(/\D/g, ""));
      await page.keyboard.press("Enter");
      await page
        .getByRole("heading", { name: say("ret_done_title") })
        .waitFor();
      await page.locator("main canvas").first().waitFor();
    },
  },
  {
    name: "certificates",
    open: async (page, say) => {
      await page.getByRole("button", { name: say("ret_done_back") }).click();
      await page.getByRole("button", { name: say("ret_runs"), exact: true }).click();
      await page.getByRole("heading", { name: say("ret_runs"), level: 1 }).waitFor();
      await page.locator("main tbody tr").first().waitFor();
    },
  },
  {
    name: "certificate",
    open: async (page, say) => {
      await page.locator("main tbody button").first().click();
      await page.getByRole("heading", { name: say("ret_certificate"), level: 1 }).waitFor();
      await page.locator("main canvas").first().waitFor();
    },
  },
];

const requests = [
  {
    name: "requests",
    open: async (page, say) => {
      await section("rail_requests")(page, say);
      await page.locator("main [data-row]").first().waitFor();
    },
  },
  {
    name: "requests, closed ones too",
    open: async (page, say) => {
      await page.getByRole("checkbox", { name: say("req_show_closed") }).click();
      await page.getByRole("heading", { name: say("req_lane_closed") }).waitFor();
    },
  },
  {
    name: "new request",
    open: async (page, say) => {
      await page.keyboard.press("Control+n");
      await page.getByRole("heading", { name: say("req_new_title"), level: 1 }).waitFor();
    },
    leave: async (page, say) => section("rail_requests")(page, say),
  },
  {
    name: "request, who is asking",
    open: async (page, say) => {
      const verify = page.getByRole("button", { name: say("req_do_verify") });
      await page.locator("main [data-row]").first().waitFor();
      const count = await page.locator("main [data-row]").count();
      for (let row = 0; row < count; row++) {
        await page.locator("main [data-row]").nth(row).click();
        await page.getByRole("list", { name: say("req_steps") }).waitFor();
        if ((await verify.count()) > 0) break;
        await page.keyboard.press("Alt+ArrowLeft");
        await page.locator("main [data-row]").first().waitFor();
      }
      await verify.waitFor();
    },
  },
  {
    name: "request, why this day",
    open: async (page, say) => {
      await page.locator("main button", { hasText: say("why") }).first().click();
      await page.getByText(say("why_not_moving")).waitFor();
    },
    leave: escape,
  },
  ...[
    ["refused", "req_do_refuse", "req_refuse_title"],
    ["more time", "req_do_extend", "req_extend_title"],
  ].map(([name, verb, title]) => ({
    name: `request, ${name}`,
    open: async (page, say) => {
      await page.getByRole("button", { name: say(verb) }).click();
      await dialog(page, say, title);
    },
    leave: escape,
  })),
  ...[
    ["identity asked for", "req_do_ask_identity", "req_ask_identity_title"],
    ["what is meant", "req_do_ask_clarify", "req_ask_clarify_title"],
    ["corrected", "req_do_edit", "req_edit_title"],
    ["taken back", "req_do_cancel", "req_cancel_title"],
  ].map(([name, verb, title]) => ({
    name: `request, ${name}`,
    open: async (page, say) => {
      await page.locator("main, header").getByRole("button", { name: say("req_menu") }).first().click();
      await page.getByRole("menuitem", { name: say(verb) }).click();
      await dialog(page, say, title);
    },
    leave: escape,
  })),
  {
    name: "request, identity",
    open: async (page, say) => {
      await page.getByRole("button", { name: say("req_do_verify") }).click();
      await dialog(page, say, "req_verify_title");
    },
    leave: async (page, say) => {
      await page.keyboard.press("Control+Enter");
      await page.getByRole("dialog").first().waitFor({ state: "hidden" });
      await page.getByRole("button", { name: say("req_search"), exact: true }).waitFor();
    },
  },
  {
    name: "request, what is erased",
    open: async (page, say) => {
      await page.getByRole("button", { name: say("req_search"), exact: true }).click();
      await page.getByLabel(say("req_erase_type")).fill("0");
      await page.keyboard.press("Tab");
    },
  },
  {
    name: "request, what was found",
    open: async (page, say) => {
      await section("rail_requests")(page, say);
      await page.locator("main [data-row]", { hasText: say("req_access") }).first().click();
      const search = page.getByRole("button", { name: say("req_search"), exact: true });
      const again = page.getByRole("button", { name: say("req_search_again") });
      await search.or(again).waitFor();
      if (await search.isVisible()) await search.click();
      await again.waitFor();
      await page.locator("aside canvas").first().waitFor();
    },
  },
  {
    name: "request, what others have a right to",
    open: async (page, say) => {
      await page.getByRole("button", { name: say("req_cover") }).first().click();
      await dialog(page, say, "req_cover_title");
      await page.getByRole("dialog").locator("textarea").first().waitFor();
    },
    leave: escape,
  },
  {
    name: "letter",
    open: async (page, say) => {
      await page.getByRole("button", { name: say("req_do_letter") }).click();
      await page.getByRole("heading", { name: say("req_letter_paragraphs") }).waitFor();
      await page.locator("main canvas").first().waitFor();
    },
  },
  {
    name: "letter, how it goes out",
    open: async (page, say) => {
      await page.getByRole("button", { name: say("req_letter_send") }).click();
      await dialog(page, say, "req_send_title");
    },
    leave: escape,
  },
];

const imports = [
  {
    name: "duplicates",
    open: async (page, say) => {
      await go(page, say, "rail_customers");
      await page.getByRole("button", { name: say("customers_menu") }).click();
      await page.getByRole("menuitem", { name: say("dup_find") }).click();
      await page.getByText("KAHDESTI Aino").waitFor();
    },
  },
  {
    name: "merge",
    open: async (page, say) => {
      await page.getByRole("listitem").filter({ hasText: "KAHDESTI Aino" }).getByText(say("dup_compare")).click();
      await page.getByRole("radio").first().waitFor();
    },
  },
  {
    name: "import",
    open: async (page, say) => {
      await go(page, say, "rail_customers");
      await page.getByRole("button", { name: say("customers_import") }).click();
      await page.getByRole("button", { name: say("import_choose") }).waitFor();
    },
  },
  {
    name: "import, columns and check",
    open: async (page, say, _passphrase, file) => {
      // The system's file dialog is no page, and only what was picked or dropped is read: the file is dropped, as the
      // web view tells the program.
      await page.evaluate(
        (path) => globalThis.WailsInvoke(`DD:200:200:${path}`),
        file,
      );
      await page
        .getByRole("heading", { name: say("import_as_stored") })
        .waitFor();
    },
  },
  {
    name: "import, how it is read",
    open: pressed("button", "import_reading_change"),
    leave: escape,
  },
  {
    name: "import, done",
    open: async (page, say) => {
      await page.locator("main button", { hasText: /Tuo\s+\d/ }).click();
      await page
        .getByRole("button", { name: say("import_undo_all") })
        .waitFor();
    },
  },
  {
    name: "import, taken back?",
    open: async (page, say) => {
      await page.getByRole("button", { name: say("import_undo_all") }).click();
      await dialog(page, say, "import_undo_title");
    },
    leave: escape,
  },
];

const settingsPages = [
  { name: "mailing list, empty", open: section("rail_mailing") },
  {
    name: "mailing list, an address with a permission",
    open: async (page, say) => {
      await byKey("Control+n", "mail_add")(page, say);
      await page.getByRole("dialog").getByLabel(say("field_email"), { exact: true }).fill("aino@posti.example");
      await page.getByRole("dialog").getByLabel(say("proof_source"), { exact: true }).fill("Messut");
      await page.keyboard.press("Enter");
      await page.getByRole("row", { name: "aino@posti.example" }).click();
      await page.getByRole("button", { name: say("mail_permission_record") }).waitFor();
    },
  },
  {
    name: "mailing list, why",
    open: pressed("button", "mail_why_not"), // the firm has no address yet, so there is no way to opt out
    leave: escape,
  },
  {
    name: "mailing list, permission",
    open: async (page, say) => {
      await page.getByRole("button", { name: say("mail_permission_record") }).click();
      await page.getByRole("dialog").waitFor();
    },
    leave: escape,
  },
  {
    name: "mailing list, messages",
    open: async (page, say) => {
      await page.getByRole("button", { name: say("messages"), exact: true }).click();
      await page.getByRole("heading", { name: say("messages"), level: 1 }).waitFor();
    },
  },
  {
    name: "mailing list, a new message",
    open: async (page, say) => {
      await page.getByRole("button", { name: say("message_new") }).first().click();
      await page.getByLabel(say("message_subject")).fill("Kevään työt");
      await page.getByRole("heading", { name: say("recipients") }).waitFor();
    },
  },
  { name: "settings, firm", open: section("rail_settings") },
  { name: "settings, looks", open: settings("set_looks") },
  { name: "settings, locking", open: settings("set_passphrase_lock") },
  { name: "settings, sending e-mail", open: settings("set_mail") },
  { name: "settings, register", open: settings("set_vault") },
  { name: "settings, log", open: settings("set_log") },
  { name: "settings, where data are", open: settings("set_places") },
  {
    name: "settings, a place",
    open: async (page, say) => {
      await page.getByRole("button", { name: say("places_add") }).click();
      await page.getByRole("dialog").waitFor();
    },
    leave: escape,
  },
  { name: "settings, about", open: settings("set_about") },
  {
    name: "a new recovery sheet",
    open: async (page, say) => {
      await settings("set_passphrase_lock")(page, say);
      await page.getByRole("button", { name: say("renew_title") }).click();
      await page.getByLabel(say("lock_passphrase")).first().waitFor();
    },
  },
];

const on = (register, rows) => rows.map((row) => ({ register, ...row }));

export const pages = [
  ...on("none", firstRun),
  ...on("demo", [...locked, ...customers, ...card, ...today, ...contacts, ...requests, ...retention, ...imports, ...settingsPages]),
];
