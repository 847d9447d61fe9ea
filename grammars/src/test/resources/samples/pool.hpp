#pragma once
/// @file Threads that wait for work.
namespace shop::work {

/// Runs tasks on a fixed number of threads.
template <typename T, int N = 4>
class Pool : public Base {
public:
    /// Starts the threads.
    explicit Pool(int threads);
    /// Adds a task and wakes a thread.
    template <class F> void add(F&& task, int priority = 0) { }
    bool operator==(const Pool& other) const;
    ~Pool();
private:
    /// Hidden.
    void grow();
    int size_;
};

/// Waits until the pool is idle.
inline void wait(Pool<int>& pool) {}

struct Empty;
}
/// Stops one pool for good.
void shop::work::stop(int code) {}
