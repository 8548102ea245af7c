// What other documents say that they do to this one (修改、废止、替代、续期) and the register has
// not carried out. Until it has, the text that people read is not the whole truth.
#pragma once

#include <vector>

#include "absl/time/civil_time.h"
#include "santong/v1/basis.pb.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/event.pb.h"

namespace santong::basis {

// What the public documents in `bearers` are still to do to `target` (documents/{document}), by
// day. A bearer that was revoked announces nothing.
std::vector<v1::AnnouncedEffect> AnnouncedEffects(const std::vector<v1::Document>& bearers,
                                                  const std::string& target);

// Marks of the relations of `bearer` those as not carried out that were not on `day`, which is
// past, by its events in their order (RelationApplied). Of several to one document the later are
// carried out later. What no event tells of stays as it is.
void ReopenRelations(const std::vector<v1::Event>& events, absl::CivilDay day,
                     v1::Document* bearer);

// Adds them to `basis`, and a doubt for each: from its day on that it is missing in the text,
// before it that it is coming.
void AddAnnounced(const std::vector<v1::AnnouncedEffect>& effects, v1::Basis* basis);

}  // namespace santong::basis
