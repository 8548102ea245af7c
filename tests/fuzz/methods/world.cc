#include "tests/fuzz/methods/world.h"

#include <sys/stat.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "santong/v1/finding.pb.h"
#include "santong/v1/objection_service.grpc.pb.h"
#include "server/acts/admin_acts.h"
#include "server/acts/cleanup_writer.h"
#include "server/acts/document_writer.h"
#include "server/acts/filing_case.h"
#include "server/acts/objection_case.h"
#include "server/acts/objection_seal.h"
#include "server/domain/screening/screen.h"
#include "server/followers/log_follower.h"
#include "server/followers/search_follower.h"
#include "server/followers/watch_follower.h"
#include "server/intake/file_reader.h"
#include "server/print/printer.h"
#include "server/queries/verify.h"
#include "server/rpc/gate.h"
#include "server/rpc/server.h"
#include "server/rpc/service_list.h"
#include "server/services/admin_service.h"
#include "server/services/backup_service.h"
#include "server/services/catalog_service.h"
#include "server/services/cleanup_service.h"
#include "server/services/document_service.h"
#include "server/services/file_service.h"
#include "server/services/filing_service.h"
#include "server/services/log_service.h"
#include "server/services/objection_service.h"
#include "server/services/principals.h"
#include "server/services/task_service.h"
#include "server/settings/embedded.h"
#include "server/sniff/media_type.h"
#include "server/standby/guarded_store.h"
#include "server/standby/standby_service.h"
#include "server/vault/log_keys.h"
#include "server/vault/vault.h"
#include "storage/schema/version.h"
#include "storage/search/sqlite_index.h"
#include "storage/tables/event_table.h"
#include "tests/fuzz/methods/resettable_store.h"
#include "tests/support/registry.h"

namespace santong::testing {
namespace {

using ::google::protobuf::MethodDescriptor;

// A stream that says nothing for so long waits for something that does not come.
constexpr auto kSilence = std::chrono::milliseconds(4);
// And this is a call that never ends.
constexpr auto kForever = std::chrono::seconds(8);
constexpr int kAnswersMax = 64;

void Must(const absl::Status& status, const char* what) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s: %s\n", what, status.ToString().c_str());
  std::abort();
}
template <typename T>
T Must(absl::StatusOr<T> value, const char* what) {
  Must(value.status(), what);
  return *std::move(value);
}

// A folder that goes with the program.
class Folder {
 public:
  Folder() {
    std::string name = std::filesystem::temp_directory_path() / "santong_fuzz_XXXXXX";
    path_ = mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string Path(const char* name) const { return path_ + "/" + name; }
  // In the place of the programs that read and draw files, which have targets of their own: one
  // that its limits end.
  std::string EndedProgram() const {
    const std::string path = Path("ended");
    std::ofstream(path) << "#!/bin/sh\nkill -9 $$\n";
    chmod(path.c_str(), S_IRWXU);
    return path;
  }

 private:
  std::string path_;
};

std::shared_ptr<const screening::Screener> BuiltinScreener() {
  v1::ScreeningRuleSet set;
  google::protobuf::TextFormat::ParseFromString(std::string(settings::BuiltinScreeningText()),
                                                &set);
  return Must(screening::Screener::Create(screening::RulesOf(set),
                                          {set.repealed_laws().begin(), set.repealed_laws().end()}),
              "the screening rules");
}

grpc::ByteBuffer BytesOf(const std::string& message) {
  grpc::Slice slice(message);
  return grpc::ByteBuffer(&slice, 1);
}

std::string TextOf(const grpc::ByteBuffer& bytes) {
  std::vector<grpc::Slice> slices;
  std::string text;
  if (!bytes.Dump(&slices).ok()) return text;
  for (const grpc::Slice& slice : slices)
    text.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return text;
}

// What remembers the store between calls; made anew at the same address when the store is reset.
struct Memory {
  Memory(ResettableStore& store, const std::shared_ptr<const screening::Screener>& screener,
         const vault::Vault& vault, const sniff::MediaTypes& types, const ops::Clock& clock,
         std::vector<proof::SigningKey> keys)
      : principals(store, settings),
        documents(store, settings, *screener),
        filings(store, settings, acts::FilingCase(screener)),
        objections(store, settings, acts::ObjectionCase(vault, types)),
        cleanups(store, settings),
        log(
            store, std::move(keys), {.interval = absl::InfiniteDuration()},
            [&clock] { return clock.Now(); }, [](const absl::StatusOr<followers::LogRound>&) {}) {}

  settings::SettingsCache settings;
  services::Principals principals;
  acts::DocumentWriter documents;
  acts::FilingWriter filings;
  acts::ObjectionWriter objections;
  acts::CleanupWriter cleanups;
  followers::LogFollower log;
};

}  // namespace

struct World::State {
  State() {
    for (const rpc::ListedService& listed : rpc::AllServices()) {
      for (int i = 0; i < listed.descriptor->method_count(); ++i)
        methods.push_back(listed.descriptor->method(i));
    }
    Must(schema::OpenSchema(store), "the schema");
    const std::string admin_token = "admin";
    Must(acts::CreateFirstAdmin(store, admin_token, clock.Now(), clock.Today()), "the first admin");
    Must(acts::BindPersonalKey(store, *vault), "the personal key");
    memory.emplace(store, screener, *vault, *types, clock, keys);
    gate.emplace(memory->principals, clock, metrics, log,
                 rpc::GateOptions{.page_key = vault->Hash("page tokens", "")});
    guarded.emplace(store, store, [] { return absl::InfinitePast(); });
    index = search::SqliteIndex::Open(folder.Path("search.db"));
    admin.emplace(*gate, store, memory->settings, *index);
    backups.emplace(*gate, nullptr, log);
    catalog.emplace(*gate, store, memory->settings, *index, watch, /*site_url=*/"");
    cleanup.emplace(*gate, store, memory->settings, memory->cleanups);
    documents.emplace(*gate, store, memory->settings, memory->documents, screener, memory->log);
    files.emplace(*gate, store, memory->settings, reader, printer, "https://example.gov.cn");
    filings.emplace(*gate, store, memory->settings, memory->filings);
    logs.emplace(*gate, store, memory->settings, memory->log);
    objections.emplace(*gate, store, memory->settings, *vault, memory->objections);
    tasks.emplace(*gate, store, memory->settings);
    twins.emplace(*gate, *guarded, store, log,
                  standby::StandbyService::Parts{.data_dir = folder.Path("data")});
    server = Must(rpc::Server::Start({}, *gate,
                                     {&*admin, &*backups, &*catalog, &*cleanup, &*documents,
                                      &*files, &*filings, &*logs, &*objections, &*tasks, &*twins}),
                  "the server");
    channel = server->InProcessChannel();
    stub = std::make_unique<grpc::GenericStub>(channel);
    Fill(admin_token);
    Follow(*index);
    store.Keep();
  }
  ~State() {
    server.reset();
    queue.Shutdown();
    void* tag = nullptr;
    bool ok = false;
    while (queue.Next(&tag, &ok)) {
    }
  }

  // A document in each state, an objection, a cleanup, and someone of each role.
  void Fill(const std::string& admin_token) {
    Registry registry(channel, admin_token);
    registry.Drafted("起草办法");
    registry.Submitted("送审办法");
    registry.Registered("登记办法");
    const v1::Document published = registry.Published("公布办法");
    registry.Published("另一办法");
    v1::LodgeObjectionRequest lodge;
    lodge.set_document(published.name());
    lodge.add_articles("第二条");
    lodge.set_ground(v1::OBJECTION_GROUND_CONFLICTS_WITH_LAW);
    lodge.set_reasons("第二条与上位法相抵触。");
    lodge.mutable_lodger()->set_kind(v1::LODGER_KIND_CITIZEN);
    lodge.mutable_lodger()->set_display_name("甲某某某");
    lodge.mutable_lodger()->set_identity_code("11010519491231002X");
    lodge.mutable_lodger()->set_contact("13900001234");
    v1::LodgeObjectionResponse lodged;
    MustBeOk(v1::ObjectionService::NewStub(channel)->LodgeObjection(As("").get(), lodge, &lodged));
    v1::CreateCampaignRequest plan;
    plan.mutable_campaign()->set_title("定期清理");
    plan.mutable_campaign()->set_campaign_kind(v1::CAMPAIGN_KIND_REGULAR);
    plan.mutable_campaign()->set_jurisdiction(kDistrict);
    plan.mutable_campaign()->set_cutoff_date(registry.today());
    plan.mutable_campaign()->set_proposal_due_date("2099-01-01");
    v1::Campaign campaign;
    const Tokens& tokens = registry.tokens();
    MustBeOk(registry.cleanups().CreateCampaign(As(tokens.reviewer).get(), plan, &campaign));
    callers = {"",
               "nobody",
               tokens.admin,
               tokens.drafter,
               tokens.other_drafter,
               tokens.reviewer,
               tokens.publisher,
               tokens.city_reviewer,
               tokens.auditor};
    readers = {tokens.admin, tokens.auditor};
  }
  static void MustBeOk(const grpc::Status& status) {
    if (status.ok()) return;
    std::fprintf(stderr, "the register: %s\n", status.error_message().c_str());
    std::abort();
  }
  void Follow(search::SearchIndex& follower_index) const {
    followers::SearchFollower follower(store, follower_index);
    while (Must(follower.Advance(), "the search index")) {
    }
  }

  // True when what was started came back; false for a stream that has ended on that side.
  enum class Step { kDone, kFailed, kSilent };
  Step Await(std::chrono::milliseconds limit) {
    void* tag = nullptr;
    bool ok = false;
    switch (queue.AsyncNext(&tag, &ok, std::chrono::system_clock::now() + limit)) {
      case grpc::CompletionQueue::GOT_EVENT:
        return ok ? Step::kDone : Step::kFailed;
      default:
        return Step::kSilent;
    }
  }
  // The same, with an end to patience.
  Step AwaitOrCut(grpc::ClientContext& context, std::chrono::milliseconds limit, Answer& answer) {
    Step step = Await(limit);
    if (step != Step::kSilent) return step;
    context.TryCancel();
    answer.was_cut = true;
    step = Await(kForever);
    answer.ended = step != Step::kSilent;
    return step;
  }

  const Folder folder;
  const ops::Clock clock;
  ops::Metrics metrics;
  ops::Log log{ops::LogLevel::kOff};
  ResettableStore store;
  const std::unique_ptr<vault::Vault> vault =
      Must(vault::Vault::Open(folder.Path("key")), "the vault");
  const std::vector<proof::SigningKey> keys =
      Must(vault::OpenLogKeys({.file = folder.Path("log-key"),
                               .origin = "fuzz",
                               .signer_command = {},
                               .signer_key = {}}),
           "the log's key");
  const std::unique_ptr<sniff::MediaTypes> types = Must(sniff::MediaTypes::Open(), "libmagic");
  const std::shared_ptr<const screening::Screener> screener = BuiltinScreener();
  const intake::FileReader reader{folder.EndedProgram()};
  const print::Printer printer{folder.EndedProgram()};
  followers::WatchFollower watch;
  std::unique_ptr<search::SqliteIndex> index;
  std::optional<Memory> memory;
  std::optional<rpc::Gate> gate;
  std::optional<standby::GuardedStore> guarded;
  std::optional<services::AdminService> admin;
  std::optional<services::BackupService> backups;
  std::optional<services::CatalogService> catalog;
  std::optional<services::CleanupService> cleanup;
  std::optional<services::DocumentService> documents;
  std::optional<services::FileService> files;
  std::optional<services::FilingService> filings;
  std::optional<services::LogService> logs;
  std::optional<services::ObjectionService> objections;
  std::optional<services::TaskService> tasks;
  std::optional<standby::StandbyService> twins;
  std::unique_ptr<rpc::Server> server;
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<grpc::GenericStub> stub;
  grpc::CompletionQueue queue;
  std::vector<const MethodDescriptor*> methods;
  std::vector<std::string> callers;
  std::vector<std::string> readers;
};

World::World() : state_(std::make_unique<State>()) {}
World::~World() = default;

const std::vector<const MethodDescriptor*>& World::methods() const { return state_->methods; }
const std::vector<std::string>& World::callers() const { return state_->callers; }
const std::vector<std::string>& World::readers() const { return state_->readers; }

Answer World::Call(const MethodDescriptor& method, const std::string& token,
                   const std::vector<std::string>& messages) {
  State& state = *state_;
  Answer answer;
  const std::unique_ptr<grpc::ClientContext> context = As(token);
  const std::string path = absl::StrCat("/", method.service()->full_name(), "/", method.name());
  if (!method.client_streaming() && !method.server_streaming()) {
    const auto call = state.stub->PrepareUnaryCall(
        context.get(), path, BytesOf(messages.empty() ? "" : messages[0]), &state.queue);
    call->StartCall();
    grpc::ByteBuffer reply;
    call->Finish(&reply, &answer.status, nullptr);
    state.AwaitOrCut(*context, kForever, answer);
    if (answer.ended && answer.status.ok()) answer.messages.push_back(TextOf(reply));
  } else {
    const auto call = state.stub->PrepareCall(context.get(), path, &state.queue);
    call->StartCall(nullptr);
    State::Step step = state.AwaitOrCut(*context, kForever, answer);
    for (const std::string& message : messages) {
      if (step != State::Step::kDone) break;
      call->Write(BytesOf(message), nullptr);
      step = state.AwaitOrCut(*context, kForever, answer);
      if (!method.client_streaming()) break;
    }
    if (step == State::Step::kDone) {
      call->WritesDone(nullptr);
      step = state.AwaitOrCut(*context, kForever, answer);
    }
    while (answer.ended) {
      grpc::ByteBuffer reply;
      call->Read(&reply, nullptr);
      if (state.AwaitOrCut(*context, kSilence, answer) != State::Step::kDone) break;
      if (answer.messages.size() < kAnswersMax) answer.messages.push_back(TextOf(reply));
    }
    if (answer.ended) {
      call->Finish(&answer.status, nullptr);
      state.AwaitOrCut(*context, kForever, answer);
    }
  }
  while (answer.ended && state.gate->in_flight() > 0) std::this_thread::yield();
  return answer;
}

uint64_t World::LastEvent() const {
  return Must(tables::LastEvent(*state_->store.Snapshot()), "the history");
}

uint64_t World::Changes() const { return state_->store.Changes(); }

std::vector<std::string> World::Problems() const {
  const auto report = Must(queries::VerifyStore(*state_->store.Snapshot(), {}), "verify");
  const auto index = search::SqliteIndex::Open(state_->folder.Path("again.db"));
  Must(index->Reset(), "the search index");
  state_->Follow(*index);
  return {report.problems().begin(), report.problems().end()};
}

void World::Reset() {
  State& state = *state_;
  state.memory.reset();
  state.store.Reset();
  state.memory.emplace(state.store, state.screener, *state.vault, *state.types, state.clock,
                       state.keys);
}

}  // namespace santong::testing
