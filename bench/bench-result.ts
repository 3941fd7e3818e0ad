/** One comparison; a ratio above 1 means ours is better. */
export interface BenchResult {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly rival: number;
  readonly rivalName: string;
  readonly ratio: number;
  readonly target: number;
  readonly holds: boolean;
}
