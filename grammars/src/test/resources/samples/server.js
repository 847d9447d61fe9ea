/*!
 * server
 * Copyright(c) 2026 Nobody
 */
'use strict'

/**
 * Create an application.
 *
 * @return {Function}
 * @public
 */
exports = module.exports = createApplication;
function createApplication() { return 1 }

/**
 * Set the status of the response.
 * @param {Number} code
 */
res.status = function status(code) { return this };

/** Looks a user up. */
const lookup = async (id, options) => null;

module.exports.close = (force) => {};
class Plain { constructor(a) {} static of(b) {} }
