#include "cconsole.h"

// #embed came with C23; clang has it in older modes as an extension and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

#define HTML "text/html; charset=utf-8"
#define CSS "text/css; charset=utf-8"
#define SCRIPT "text/javascript; charset=utf-8"
#define SVG "image/svg+xml"

static const unsigned char index_html[] = {
#embed "files/index.html"
};
static const unsigned char console_css[] = {
#embed "files/console.css"
};
static const unsigned char icon_svg[] = {
#embed "files/icon.svg"
};
static const unsigned char app_js[] = {
#embed "files/app.js"
};
static const unsigned char kit_js[] = {
#embed "files/kit.js"
};
static const unsigned char api_js[] = {
#embed "files/api.js"
};
static const unsigned char records_js[] = {
#embed "files/records.js"
};
static const unsigned char overview_js[] = {
#embed "files/overview.js"
};
static const unsigned char topics_js[] = {
#embed "files/topics.js"
};
static const unsigned char groups_js[] = {
#embed "files/groups.js"
};
static const unsigned char objects_js[] = {
#embed "files/objects.js"
};
static const unsigned char steps_js[] = {
#embed "files/steps.js"
};
static const unsigned char views_js[] = {
#embed "files/views.js"
};

#define FILE_ROW(path, type, bytes) {path, type, bytes, sizeof bytes}

static const cconsole_file files[] = {
  FILE_ROW("index.html", HTML, index_html),
  FILE_ROW("console.css", CSS, console_css),
  FILE_ROW("icon.svg", SVG, icon_svg),
  FILE_ROW("app.js", SCRIPT, app_js),
  FILE_ROW("kit.js", SCRIPT, kit_js),
  FILE_ROW("api.js", SCRIPT, api_js),
  FILE_ROW("records.js", SCRIPT, records_js),
  FILE_ROW("overview.js", SCRIPT, overview_js),
  FILE_ROW("topics.js", SCRIPT, topics_js),
  FILE_ROW("groups.js", SCRIPT, groups_js),
  FILE_ROW("objects.js", SCRIPT, objects_js),
  FILE_ROW("steps.js", SCRIPT, steps_js),
  FILE_ROW("views.js", SCRIPT, views_js),
};

size_t cconsole_count(void) { return sizeof files / sizeof files[0]; }

const cconsole_file *cconsole_at(size_t index) { return index < cconsole_count() ? &files[index] : NULL; }
