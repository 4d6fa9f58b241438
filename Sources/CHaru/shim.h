#pragma once
// libharu: the public header, and the object layer that Debian installs beside it.
#include <hpdf.h>
