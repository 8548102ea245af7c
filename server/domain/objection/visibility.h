// Who sees what of an objection. Who lodged it stands in none of these views: that is the case's
// reviewer's alone, and comes from what is sealed.
#pragma once

#include "santong/v1/objection.pb.h"
#include "server/domain/access/caller.h"

namespace santong::objection {

// Whether the caller reviews the case.
bool IsReviewerOf(const access::Caller& caller, const v1::Objection& objection);

// Whether the caller, who has no receipt, belongs to an office concerned.
bool SeesInternal(const access::Caller& caller, const v1::Objection& objection);
// Whether the caller may know that there is the case.
bool MaySee(const access::Caller& caller, const v1::Objection& objection);

// What the caller, who has no receipt, sees: the offices concerned the whole case, all others no
// reasons, no letters and no names.
v1::Objection ViewFor(const access::Caller& caller, v1::Objection objection);

// What its lodger sees by receipt: not what the office and the issuer wrote to each other. The
// issuer's answer on the two-step route is for the lodger.
v1::Objection LodgerView(v1::Objection objection);

// The case that goes on, for one who was joined to it: how it stands and what the issuer answered,
// none of the words of its own lodger, and no etag.
v1::Objection JoinedView(v1::Objection objection);

}  // namespace santong::objection
