/** Turns texts into vectors of one fixed size, in the order given. Failures are AppError with `retryable` set. */
export interface Embedder {
  readonly dimensions: number;
  embed(texts: readonly string[]): Promise<number[][]>;
}
