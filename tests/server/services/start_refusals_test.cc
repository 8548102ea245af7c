// What santongd does not start with, and what it says then.
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "gmock/gmock.h"
#include "tests/server/rpc/certificates.h"
#include "tests/server/services/fixture.h"
#include "tests/server/services/santongd_command.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class StartRefusals : public ::testing::Test {
 protected:
  Output StartInVain(const std::vector<std::string>& more,
                     const std::string& port_file = "/dev/null",
                     const std::string& http_port_file = "/dev/null") {
    std::vector<std::string> words = {"--data-dir",    files_.Path("data"),  "--listen",
                                      "127.0.0.1:0",   "--port-file",        port_file,
                                      "--http-listen", "127.0.0.1:0",        "--http-port-file",
                                      http_port_file,  "--admin-token-file", files_.Path("token")};
    words.insert(words.end(), more.begin(), more.end());
    return RunSantongd(words);
  }

  const Folder files_;
};

TEST_F(StartRefusals, AMisspeltVariableIsNamedWithTheOneThatWasMeant) {
  for (const auto& [name, meant] : {std::pair("SANTONG_HTTP_LISTN", "SANTONG_HTTP_LISTEN"),
                                    std::pair("SANTONG_DATADIR", "SANTONG_DATA_DIR"),
                                    std::pair("SANTONG_CONFG", "SANTONG_CONFIG")}) {
    setenv(name, "x", 1);
    const Output refused = StartInVain({});
    unsetenv(name);
    EXPECT_EQ(refused.exit_code, 2) << name;
    EXPECT_THAT(refused.err, AllOf(HasSubstr(name), HasSubstr(meant)));
  }
}

// Those of the client in the same shell, and those that Kubernetes makes for a service "santong".
TEST_F(StartRefusals, VariablesOfOthersAreLeftAlone) {
  const char* const others[] = {
      "SANTONG_ADDRESS",           "SANTONG_TOKEN_FILE",   "SANTONG_TLS",
      "SANTONG_CA_FILE",           "SANTONG_KEY_FILE",     "SANTONG_SERVER_NAME",
      "SANTONG_TIMEOUT",           "SANTONG_LANG",         "SANTONG_OUTPUT",
      "SANTONG_PROFILE",           "SANTONG_JURISDICTION", "SANTONG_CERTIFICATE_FILE",
      "SANTONG_SERVICE_HOST",      "SANTONG_SERVICE_PORT", "SANTONG_PORT",
      "SANTONG_PORT_7630_TCP_ADDR"};
  for (const char* name : others) setenv(name, "x", 1);
  RunningServer server;
  EXPECT_EQ(server.process().Terminate(), 0);
  for (const char* name : others) unsetenv(name);
}

TEST_F(StartRefusals, APortThatCannotBeWrittenIsSaid) {
  for (const std::string file : {"/dev/full", "/no/such/folder/port"}) {
    const Output refused = StartInVain({}, file);
    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_THAT(refused.err, HasSubstr("port_file: cannot write " + file));
    const Output without_http = StartInVain({}, "/dev/null", file);
    EXPECT_EQ(without_http.exit_code, 1);
    EXPECT_THAT(without_http.err, HasSubstr("http_port_file: cannot write " + file));
  }
}

// It would serve, and no client would ever be asked for the certificate that logs it in.
TEST_F(StartRefusals, AnEmptyClientCaIsSaid) {
  const KeyPair pair = MakeCertificate(MakeCa("Test CA"), "localhost");
  const Output refused = StartInVain(
      {"--tls-certificate", files_.Write("certificate.pem", pair.certificate_pem), "--tls-key",
       files_.Write("key.pem", pair.key_pem), "--tls-client-ca", files_.Write("ca.pem", "")});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr("tls_client_ca holds no PEM certificate"));
}

// Reading one ended the process, at a start and at a SIGHUP.
TEST_F(StartRefusals, AFolderInThePlaceOfAFileIsSaid) {
  const std::string folder = files_.Path("folder"), token = files_.Write("first", "token");
  ASSERT_TRUE(std::filesystem::create_directory(folder));
  const std::vector<std::string> starts[] = {
      {"--config", folder},
      {"--standby-of", "127.0.0.1:1", "--standby-token-file", folder},
      {"--standby-of", "127.0.0.1:1", "--standby-token-file", token, "--standby-tls-ca", folder},
      {"--tls-certificate", folder, "--tls-key", folder}};  // last: it begins a register
  for (const auto& words : starts) {
    const Output refused = StartInVain(words);
    EXPECT_GT(refused.exit_code, 0) << words[0];
    EXPECT_THAT(refused.err, AllOf(HasSubstr("read"), HasSubstr(folder))) << words[0];
  }
}

// Where data_dir ended with a slash. New ones beside the store would open nothing.
TEST_F(StartRefusals, AKeyThatAnOlderProgramPutIntoTheStoreIsToBeMoved) {
  const std::string data = files_.Path("data");
  EXPECT_EQ(RunningServer(data, {}).process().Terminate(), 0);
  const std::string endings[] = {".key", ".log-key"};
  for (const std::string& ending : endings)
    std::filesystem::rename(data + ending, data + "/" + ending);
  for (const std::string& ending : endings) {
    const Output refused = StartInVain({});
    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_THAT(refused.err, HasSubstr("move it to " + data + ending + " and"));
    std::filesystem::rename(data + "/" + ending, data + ending);
  }
  EXPECT_EQ(RunningServer(data, {}).process().Terminate(), 0);
}

// Its disk is not mounted, say. A new register would begin in its place, and the token of its admin
// would be written over the one that opens the old.
TEST_F(StartRefusals, AStoreThatIsGoneIsNotBegunAnew) {
  const std::string data = files_.Path("data"), token = files_.Write("token", "of the old one");
  {
    RunningServer server(data, {});
    server.registry().Published("办法");  // its receipt: the log was signed
    EXPECT_EQ(server.process().Terminate(), 0);
  }
  std::filesystem::rename(data, data + ".elsewhere");
  const auto expect_refused = [&](const std::vector<std::string>& more) {
    const Output refused = StartInVain(more);
    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_THAT(refused.err, AllOf(HasSubstr(data + " holds no store"),
                                   HasSubstr("remove " + data + ".log-signed")));
    EXPECT_EQ(ReadAll(token), "of the old one");
    EXPECT_FALSE(std::filesystem::exists(data));
  };
  expect_refused({});
  // Nor of a standby that was promoted, where standby_of may stay: it takes no copy any more.
  const std::string role = files_.Write("data.role", "first: \"127.0.0.1:1\"\npromoted_term: 2\n");
  expect_refused({"--standby-of", "127.0.0.1:1", "--standby-token-file", token});
  std::filesystem::remove(role);
  std::filesystem::rename(data + ".elsewhere", data);
  EXPECT_EQ(RunningServer(data, {}).process().Terminate(), 0);
}

// A new one would open nothing, and lie where the old one is to be put back.
TEST_F(StartRefusals, AKeyThatIsGoneIsNamedAndNotMadeAnew) {
  const std::string data = files_.Path("data");
  {
    RunningServer server(data, {});
    server.registry().Published("办法");  // its receipt: the log was signed
    EXPECT_EQ(server.process().Terminate(), 0);
  }
  for (const std::string& key : {data + ".key", data + ".log-key"}) {
    std::filesystem::rename(key, key + ".elsewhere");
    const Output refused = StartInVain({});
    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_THAT(refused.err, HasSubstr("there is no " + key));
    EXPECT_FALSE(std::filesystem::exists(key));
    std::filesystem::rename(key + ".elsewhere", key);
  }
  EXPECT_EQ(RunningServer(data, {}).process().Terminate(), 0);
}

}  // namespace
}  // namespace santong::testing
