/** Where secrets come from. core/ never asks the machine. */
export interface Random {
  /** `count` bytes that nobody can guess. */
  bytes(count: number): Uint8Array;
}
