#pragma once
// libharu: the public header, and the object layer that Debian installs beside it.
#include <hpdf.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <hpdf_pages.h>
#include <hpdf_streams.h>
