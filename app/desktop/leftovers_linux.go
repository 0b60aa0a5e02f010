package desktop

// viewDirs are where WebKitGTK keeps what it keeps.
var viewDirs = map[string]string{"XDG_DATA_HOME": "data", "XDG_CACHE_HOME": "cache"}
