// The peer of CacheIndexBench: the same searches with hnswlib. Built by the bench with
//     g++ -O3 -march=native -std=c++17 -pthread hnswlib.cpp -o PROGRAM
// Arguments: a file of vectors (number and dimensions, 32 bits each, then 32-bit floats, all big-endian), how many of
// the last ones are queries, M, efConstruction, then values of ef. Dimensions are a multiple of 16. Which vectors are there is the bench's rule: one in
// ten is in another namespace and left out, one in five is marked deleted.
#include <hnswlib/hnswlib.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <numeric>
#include <string>
#include <vector>

static uint32_t number(std::ifstream &in) {
    unsigned char bytes[4];
    in.read(reinterpret_cast<char *>(bytes), 4);
    return uint32_t(bytes[0]) << 24 | uint32_t(bytes[1]) << 16 | uint32_t(bytes[2]) << 8 | bytes[3];
}

static double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

static long residentMegabytes() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.rfind("VmRSS:", 0) == 0) {
            return std::atol(line.c_str() + 6) / 1024;
        }
    }
    return 0;
}

int main(int argc, char **argv) {
    std::ifstream in(argv[1], std::ios::binary);
    const size_t count = number(in);
    const size_t dimensions = number(in);
    const size_t queries = std::atoi(argv[2]);
    const size_t rows = count - queries;
    std::vector<float> vectors(count * dimensions);
    in.read(reinterpret_cast<char *>(vectors.data()), vectors.size() * 4);
    for (float &component : vectors) {
        uint32_t bits;
        std::memcpy(&bits, &component, 4);
        bits = __builtin_bswap32(bits);
        std::memcpy(&component, &bits, 4);
    }
    hnswlib::InnerProductSpace space(dimensions);
    const double start = now();
    hnswlib::HierarchicalNSW<float> graph(&space, rows, std::atoi(argv[3]), std::atoi(argv[4]));
    for (size_t id = 0; id < rows; id++) {
        if (id % 10 != 0) {
            graph.addPoint(&vectors[id * dimensions], id);
        }
    }
    for (size_t id = 0; id < rows; id++) {
        if (id % 10 != 0 && id % 5 == 3) {
            graph.markDelete(id);
        }
    }
    std::printf("hnswlib C++ float32: built in %.1f s, resident %ld MB\n", now() - start, residentMegabytes());
    std::vector<float> worst(queries);
    for (size_t query = 0; query < queries; query++) {
        std::vector<float> similarities;
        for (size_t id = 0; id < rows; id++) {
            if (id % 10 != 0 && id % 5 != 3) {
                float sums[16] = {};
                for (size_t i = 0; i < dimensions; i += 16) {
                    for (size_t lane = 0; lane < 16; lane++) {
                        sums[lane] += vectors[id * dimensions + i + lane] * vectors[(rows + query) * dimensions + i + lane];
                    }
                }
                similarities.push_back(std::accumulate(sums, sums + 16, 0.0f));
            }
        }
        std::nth_element(similarities.begin(), similarities.begin() + 9, similarities.end(), std::greater<float>());
        worst[query] = similarities[9];
    }
    for (int i = 5; i < argc; i++) {
        graph.setEf(std::atoi(argv[i]));
        std::vector<double> millis;
        size_t right = 0;
        for (int round = 0; round < 2; round++) {
            millis.clear();
            right = 0;
            for (size_t query = 0; query < queries; query++) {
                const double begin = now();
                auto found = graph.searchKnn(&vectors[(rows + query) * dimensions], 10);
                millis.push_back((now() - begin) * 1e3);
                for (; !found.empty(); found.pop()) {
                    right += 1 - found.top().first >= worst[query] - 1e-6;
                }
            }
        }
        std::sort(millis.begin(), millis.end());
        std::printf("hnswlib C++ float32, ef %s: p50 %.3f p99 %.3f ms; recall %.4f\n", argv[i], millis[queries / 2],
                    millis[queries * 99 / 100], double(right) / (10 * queries));
    }
}
