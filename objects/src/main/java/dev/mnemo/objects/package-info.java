/// Object storage on servers that speak S3. Keeps the client and what it brings along away from the rest.
@NullMarked
package dev.mnemo.objects;

import org.jspecify.annotations.NullMarked;
