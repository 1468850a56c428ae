import type { JSX } from 'preact';
import { Standing, type Tone } from '../../ui/facts.tsx';
import type { PayoutItem, PayoutRun } from './payout-words.ts';

const runTones: Readonly<Record<PayoutRun['status'], Tone>> = {
  prepared: 'waiting',
  approved: 'waiting',
  submitting: 'waiting',
  submitted: 'plain',
  done: 'good',
  cancelled: 'plain',
};

const itemTones: Readonly<Record<PayoutItem['status'], Tone>> = {
  prepared: 'plain',
  'left-out': 'waiting',
  'in-transit': 'waiting',
  settled: 'good',
  returned: 'bad',
};

export const RunStanding = ({ status }: Pick<PayoutRun, 'status'>): JSX.Element => (
  <Standing tone={runTones[status]}>{status}</Standing>
);

export const ItemStanding = ({ status }: Pick<PayoutItem, 'status'>): JSX.Element => (
  <Standing tone={itemTones[status]}>{status}</Standing>
);
