/** Sends message bodies, each a JSON text or of ASCII alone; resolves only when the queue has every one of them. */
export interface Queue {
  send(bodies: readonly string[]): Promise<'sent' | 'unavailable'>;
}

/** What became of one message; `refused` is one that the queue will never take. */
export type SendOutcome = 'sent' | 'unavailable' | 'refused';

/** A queue that says of each message what became of it, in the order given. */
export interface EachQueue {
  sendEach(bodies: readonly string[]): Promise<readonly SendOutcome[]>;
}
