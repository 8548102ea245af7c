// What several rules ask of a document's state.
#pragma once

#include "santong/v1/document.pb.h"

namespace santong::document {

// An act ended it (废止、被替代、撤销).
inline bool WasEnded(v1::DocumentState state) {
  return state == v1::DOCUMENT_STATE_REPEALED || state == v1::DOCUMENT_STATE_SUPERSEDED ||
         state == v1::DOCUMENT_STATE_REVOKED;
}

// It counts no more, by an act or because it lapsed (失效): there is no text left to correct.
inline bool HasEnded(v1::DocumentState state) {
  return WasEnded(state) || state == v1::DOCUMENT_STATE_LAPSED;
}

// Somebody may still have to act on it.
inline bool IsAtWork(v1::DocumentState state) {
  switch (state) {
    case v1::DOCUMENT_STATE_DRAFT:
    case v1::DOCUMENT_STATE_SUBMITTED:
    case v1::DOCUMENT_STATE_RETURNED:
    case v1::DOCUMENT_STATE_REGISTERED:
    case v1::DOCUMENT_STATE_PUBLISHED:
    case v1::DOCUMENT_STATE_IN_EFFECT:
    case v1::DOCUMENT_STATE_SUSPENDED:
    case v1::DOCUMENT_STATE_LEGACY:
      return true;
    default:
      return false;
  }
}

}  // namespace santong::document
