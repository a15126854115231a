#ifndef CYAML_H
#define CYAML_H

// libyaml of the system, as Swift sees it.
#include <yaml.h>

#endif
