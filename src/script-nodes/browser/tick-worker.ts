/** Ticks for a page that is not seen: its own timers are held back to one a second, a worker's are not. */
setInterval(() => self.postMessage(undefined), 1_000 / 30);
