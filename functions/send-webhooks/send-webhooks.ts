import type { TurnMessage, WebhooksMessage } from '../../core/webhooks/message.ts';
import { takeTurn, type WebhooksPorts, workOff } from '../../core/webhooks/work-off.ts';

/** The turns of an endpoint here: the one that it has, and the one after that, if anybody has asked for it. */
interface Turns {
  readonly underWay: Promise<'done' | 'more'>;
  next: Promise<void> | undefined;
}

/**
 * Works off messages of the webhooks queue, of a batch beside each other. What comes for an endpoint while it has its
 * turn here makes at most one turn more: after a pause there are many such, and each alone would send the same event.
 *
 * What the schedule asks is part of the turn under way. Work is not: a person may have moved the endpoint after that
 * turn read where it is, and it may be a turn of the schedule, which does nothing beside somebody who is at it.
 */
export function sendWebhooks(ports: WebhooksPorts): (message: WebhooksMessage) => Promise<void> {
  const turns = new Map<string, Turns>();
  const begin = async (name: string, message: TurnMessage): Promise<void> => {
    const own: Turns = { underWay: takeTurn(ports, message), next: undefined };
    turns.set(name, own);
    try {
      await own.underWay;
    } finally {
      // The one after it, if there is one, takes its place.
      if (turns.get(name) === own) turns.delete(name);
    }
  };
  const takeNext = async (name: string, { underWay }: Turns, message: TurnMessage) => {
    const outcome = await underWay.catch(() => 'failed' as const);
    // What is on the queue now has come after this message, and does what it asks.
    if (outcome !== 'more') await begin(name, message);
  };
  return async (message) => {
    if (!('key' in message)) return workOff(ports, message);
    const name = JSON.stringify([message.tenant, message.key]);
    const before = turns.get(name);
    if (before === undefined) return begin(name, message);
    if (message.by === 'schedule') {
      await before.underWay;
      return;
    }
    before.next ??= takeNext(name, before, message);
    return before.next;
  };
}
