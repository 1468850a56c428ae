import type { Answered, Outbound } from '../../core/webhooks/ports.ts';

/** A call, as it came. */
export interface Call {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is called, in memory: it answers 204 unless a test says otherwise. */
export class InMemoryOutbound implements Outbound {
  readonly calls: Call[] = [];
  answer: (call: Call) => Answered | Promise<Answered> = () => ({ kind: 'answered', status: 204 });

  refusal(url: string): string | undefined {
    return url.startsWith('https://') ? undefined : 'give an https URL';
  }

  async post(url: string, message: Omit<Call, 'url'>): Promise<Answered> {
    const call = { url, ...message };
    this.calls.push(call);
    return this.answer(call);
  }
}
