import type { Timestamp } from './timestamp.ts';

/** Where time comes from. core/ never asks the machine. */
export interface Clock {
  now(): Timestamp;
}

/** Whether a batch should come to an end: one that is cut off fails as a whole. */
export interface TimeLeft {
  isShort(): boolean;
}
