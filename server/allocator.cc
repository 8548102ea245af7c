// How jemalloc takes memory, read by it when the process starts (jemalloc(3), TUNING). In huge
// pages: the first touch of each small one costs more on a virtual machine than what is then done
// with it. A registration takes a fifth less of the processor by it and a cleanup's result a
// quarter, for about 30 MiB more at rest. What is freed is kept for a minute: after the ten seconds
// that are jemalloc's own, a huge page was given back and cleared again between one call and the
// next, which ListTasks over 1,000,000 clocks showed in its slowest calls.
extern "C" {
extern const char* malloc_conf;
const char* malloc_conf = "thp:always,dirty_decay_ms:60000";
}
