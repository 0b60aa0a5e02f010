/* Test-only, preloaded into the unmodified program: Wails makes its web view without asking whether it may be
   automated, and WebKitWebDriver then waits for ever. This takes the place of the one constructor that Wails
   calls, makes the same view with automation allowed, and hands it over when the driver asks for a view. The
   program also drops the variable that names the driver's address, as it should: here it stays.
   When the file named by WINDOWTEST_CLOSE appears, the window gets what its close button would send.
   gcc -shared -fPIC -o automate.so automate.c $(pkg-config --cflags --libs webkit2gtk-4.1) */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <string.h>
#include <webkit2/webkit2.h>

int unsetenv(const char *name) {
  if (strcmp(name, "WEBKIT_INSPECTOR_SERVER") == 0) return 0;
  int (*libc_unsetenv)(const char *) = (int (*)(const char *))dlsym(RTLD_NEXT, "unsetenv");
  return libc_unsetenv(name);
}

static WebKitWebView *only_view;

static WebKitWebView *hand_over_view(WebKitAutomationSession *session, gpointer unused) {
  (void)session;
  (void)unused;
  return only_view;
}

static void on_automation_started(WebKitWebContext *context, WebKitAutomationSession *session, gpointer unused) {
  (void)context;
  (void)unused;
  WebKitApplicationInfo *info = webkit_application_info_new();
  webkit_application_info_set_name(info, "kortisto");
  webkit_application_info_set_version(info, 1, 0, 0);
  webkit_automation_session_set_application_info(session, info);
  webkit_application_info_unref(info);
  g_signal_connect(session, "create-web-view", G_CALLBACK(hand_over_view), NULL);
}

static gboolean close_when_asked(gpointer path) {
  if (!g_file_test(path, G_FILE_TEST_EXISTS)) return G_SOURCE_CONTINUE;
  gtk_window_close(GTK_WINDOW(gtk_widget_get_toplevel(GTK_WIDGET(only_view))));
  return G_SOURCE_REMOVE;
}

GtkWidget *webkit_web_view_new_with_user_content_manager(WebKitUserContentManager *manager) {
  WebKitWebContext *context = webkit_web_context_get_default();
  webkit_web_context_set_automation_allowed(context, TRUE);
  g_signal_connect(context, "automation-started", G_CALLBACK(on_automation_started), NULL);
  only_view = WEBKIT_WEB_VIEW(g_object_new(WEBKIT_TYPE_WEB_VIEW, "user-content-manager", manager,
                                           "is-controlled-by-automation", TRUE, NULL));
  const char *path = g_getenv("WINDOWTEST_CLOSE");
  if (path != NULL) g_timeout_add(50, close_when_asked, g_strdup(path));
  return GTK_WIDGET(only_view);
}
