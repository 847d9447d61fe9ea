// Copyright 2026 Nobody. All rights reserved.

// Package mux finds the handler for a request.
// It is small.
package mux

import "net/http"

// Router matches requests to handlers.
type Router[T any] struct {
	routes []T
}

// Handle registers a handler; the last one wins.
func (r *Router[T]) Handle(path string, handler http.Handler, opts ...Option) error { return nil }

type (
	// Option changes a router.
	Option func(*int)
	// Matcher says whether a request fits.
	Matcher interface{ Match(r *http.Request) bool }
)

// newRoute is used by Handle.
func newRoute(a, b string) {}

func Undocumented() {}
