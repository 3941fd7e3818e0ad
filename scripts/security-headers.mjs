// The one statement of what a page of Optophone may do, for every host that serves it: `npm start`, the desktop app and the tests.

/** Without these two, shared memory is off and the audio thread gets its messages in batches. */
export const ISOLATION = Object.freeze({
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
});

/** Stands in the built page where each response puts its own nonce. */
export const NONCE_PLACEHOLDER = "__OPTOPHONE_NONCE__";

/**
 * The Content Security Policy of one response.
 * @param {string} nonce of the styles that libraries add to the page
 */
export function contentSecurityPolicy(nonce) {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/**
 * All headers of one response.
 * @param {string} nonce
 * @returns {Record<string, string>}
 */
export function securityHeaders(nonce) {
  return {
    ...ISOLATION,
    "Content-Security-Policy": contentSecurityPolicy(nonce),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
  };
}
