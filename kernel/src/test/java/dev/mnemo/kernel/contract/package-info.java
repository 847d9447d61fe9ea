/// What the implementations of the kernel's SPIs promise, as tests to extend.
package dev.mnemo.kernel.contract;
