import { hexOf } from './keccak.ts';

/**
 * What a payout contract is called with, by its ABI: the first bytes of the hash of a function's signature, and its
 * arguments in words of 32 bytes.
 */
const functions = {
  /** `commit(uint64,bytes32,uint128)` */
  commit: '0xac96bc2b',
  /** `claim(address,uint256,bytes32[])` */
  claim: '0x3d13f874',
  /** `epoch()`, `root()`, `total()`, `paid()`, `committer()`, `token()`, of the contract */
  epoch: '0x900cf0cf',
  root: '0xebf0c717',
  total: '0x2ddbd13a',
  paid: '0x295b4e17',
  committer: '0x5bc8e8f9',
  token: '0xfc0c546a',
  /** `claimed(address)` */
  claimed: '0xc884ef83',
  /** `decimals()`, `balanceOf(address)`, of its token */
  decimals: '0x313ce567',
  balanceOf: '0x70a08231',
} as const;

/** What is read of a contract, or of its token. */
export type AskedOfContract = Exclude<keyof typeof functions, 'commit' | 'claim'>;

const WORD_BYTES = 32;
const WORD_DIGITS = 2 * WORD_BYTES;

const number = (value: bigint): string => value.toString(16).padStart(WORD_DIGITS, '0');

/** An address, or a hash, with `0x` before it. */
const word = (hex: string): string => hex.slice(2).toLowerCase().padStart(WORD_DIGITS, '0');

/** One leaf: what an account was given in all, in units of the token. */
export interface GivenInAll {
  /** `0x` and 40 digits, in small letters. */
  readonly account: string;
  readonly units: bigint;
}

/** `abi.encode(account, units)` */
export const encodedLeaf = ({ account, units }: GivenInAll): Uint8Array =>
  Buffer.from(`${word(account)}${number(units)}`, 'hex');

/** The first bytes of what is asked: an argument comes after them. */
export const askedOf = (what: AskedOfContract): string => functions[what];

export const commitData = ({
  epoch,
  root,
  total,
}: {
  readonly epoch: number;
  readonly root: string;
  readonly total: bigint;
}): string => `${functions.commit}${number(BigInt(epoch))}${word(root)}${number(total)}`;

export function claimData({ account, units }: GivenInAll, proof: readonly Uint8Array[]): string {
  const offset = number(BigInt(3 * WORD_BYTES));
  const hashes = proof.map((hash) => word(hexOf(hash))).join('');
  const head = `${word(account)}${number(units)}${offset}${number(BigInt(proof.length))}`;
  return `${functions.claim}${head}${hashes}`;
}
