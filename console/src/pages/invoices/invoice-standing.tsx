import type { JSX } from 'preact';
import { Standing, type Tone } from '../../ui/facts.tsx';

const tones: Readonly<Record<string, Tone>> = {
  draft: 'waiting',
  issued: 'plain',
  paid: 'good',
  credited: 'plain',
  uncollectible: 'bad',
  void: 'plain',
  closed: 'plain',
};

export const InvoiceStanding = ({
  status,
  overdue = false,
}: {
  readonly status: string;
  readonly overdue?: boolean;
}): JSX.Element =>
  overdue ? (
    <Standing tone="bad">overdue</Standing>
  ) : (
    <Standing tone={tones[status] ?? 'plain'}>{status}</Standing>
  );
