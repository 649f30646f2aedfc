/* The least that a native program pays for an inference: ONNX Runtime's C interface with inputs and outputs bound once,
   one thread, every run timed. It declares the few functions that it needs by their place in the table of functions
   (OrtApi in onnxruntime_c_api.h), so that no header is needed to build it.

   native-loop LIBRARY MODEL OUT WARM_UP_MS MEASURE_MS [NAME TYPE DIMS FILE]...

   DIMS is 1x3x224x224 (or "scalar"), FILE holds the input's bytes, TYPE is ONNX's number. OUT gets the time of each measured
   run as a double of nanoseconds. */

#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_SAMPLES = 5000000, MOST_DIMS = 32, CPU_DEVICE = 0, DEFAULT_MEMORY = 0, LOG_ERRORS = 3, ALL = 99 };

typedef struct {
  void **(*get_api)(uint32_t version);
  const char *(*get_version)(void);
} Base;

static void **api;

#define CALL(slot, types, ...) ok(((void *(*)types)api[slot])(__VA_ARGS__))

static void ok(void *status) {
  if (status == NULL) return;
  fprintf(stderr, "%s\n", ((const char *(*)(void *))api[2])(status));
  exit(1);
}

static void fail(const char *what) {
  fprintf(stderr, "%s\n", what);
  exit(1);
}

static double now_ns(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec * 1e9 + at.tv_nsec;
}

static void *read_file(const char *path, size_t *bytes) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) fail(path);
  fseek(file, 0, SEEK_END);
  *bytes = ftell(file);
  rewind(file);
  void *data = malloc(*bytes + 1);
  if (data == NULL || fread(data, 1, *bytes, file) != *bytes) fail(path);
  fclose(file);
  return data;
}

static size_t read_dims(char *text, int64_t *dims) {
  size_t count = 0;
  if (strcmp(text, "scalar") == 0) return 0;
  for (char *part = strtok(text, "x"); part != NULL && count < MOST_DIMS; part = strtok(NULL, "x"))
    dims[count++] = atoll(part);
  return count;
}

int main(int argc, char **argv) {
  if (argc < 6 || (argc - 6) % 4 != 0) fail("native-loop LIBRARY MODEL OUT WARM_UP_MS MEASURE_MS [NAME TYPE DIMS FILE]...");
  void *library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) fail(dlerror());
  Base *(*get_base)(void) = (Base * (*)(void)) dlsym(library, "OrtGetApiBase");
  if (get_base == NULL) fail("not a library of ONNX Runtime");
  api = get_base()->get_api(5);

  void *env, *options, *session, *memory, *run_options, *binding, *allocator;
  CALL(3, (int, const char *, void **), LOG_ERRORS, "native-loop", &env);
  CALL(10, (void **), &options);
  CALL(24, (void *, int), options, 1);
  CALL(25, (void *, int), options, 1);
  CALL(23, (void *, int), options, ALL);
  CALL(7, (void *, const char *, void *, void **), env, argv[2], options, &session);
  CALL(69, (int, int, void **), CPU_DEVICE, DEFAULT_MEMORY, &memory);
  CALL(39, (void **), &run_options);
  CALL(134, (void *, void **), session, &binding);
  CALL(78, (void **), &allocator);

  for (int at = 6; at + 3 < argc; at += 4) {
    int64_t dims[MOST_DIMS];
    size_t bytes, rank = read_dims(argv[at + 2], dims);
    void *value, *data = read_file(argv[at + 3], &bytes);
    CALL(49, (void *, void *, size_t, const int64_t *, size_t, int, void **), memory, data, bytes, dims, rank,
         atoi(argv[at + 1]), &value);
    CALL(136, (void *, const char *, void *), binding, argv[at], value);
  }
  size_t outputs;
  CALL(31, (void *, size_t *), session, &outputs);
  for (size_t at = 0; at < outputs; at++) {
    char *name;
    CALL(37, (void *, size_t, void *, char **), session, at, allocator, &name);
    CALL(138, (void *, const char *, void *), binding, name, memory);
  }

  double *samples = malloc(MOST_SAMPLES * sizeof *samples);
  if (samples == NULL) fail("no memory");
  double end = now_ns() + atof(argv[4]) * 1e6;
  do CALL(133, (void *, void *, void *), session, run_options, binding);
  while (now_ns() < end);

  size_t count = 0;
  double started, done = now_ns();
  end = done + atof(argv[5]) * 1e6;
  do {
    started = now_ns();
    CALL(133, (void *, void *, void *), session, run_options, binding);
    done = now_ns();
    samples[count++] = done - started;
  } while (done < end && count < MOST_SAMPLES);

  FILE *out = fopen(argv[3], "wb");
  if (out == NULL || fwrite(samples, sizeof *samples, count, out) != count || fclose(out) != 0) fail(argv[3]);
  return 0;
}
