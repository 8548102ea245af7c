// Which events of a document concern those who relied on it, or waited for it to change.
#pragma once

#include "santong/v1/event.pb.h"

namespace santong::followers {

// Whether the event changed the text of a document or ended it.
bool ChangesDocument(const v1::Event& event);

}  // namespace santong::followers
