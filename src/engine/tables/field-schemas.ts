import * as z from "zod";

/** An id of a row. */
export const id = z.int().min(1);
/** What is no table's business: a content, a fragment. */
export const settings = z.record(z.string(), z.unknown());
/** What a newer build wrote. */
export const kept = settings.optional();
