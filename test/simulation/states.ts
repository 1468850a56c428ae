/** What any simulation over this network and these queues gets into. */
export const commonStates = {
  'crash before the effect': 'a process died with a call on its way',
  'crash after the commit': 'a process died when its write was done and it did not know',
  'request lost': 'a call never arrived',
  'answer lost after the commit': 'a write was done and its answer lost',
  'delayed write landed': 'a write that had been given up was done later',
  'delayed write refused': 'a write that had been given up came later and its condition failed',
  'taken by its own first try': 'the SDK asked again and was told that the place is taken',
  'call refused': 'a call was throttled',
  'stale read': 'an eventually consistent read lacked the newest',
  'partial send': 'a batch of messages was taken in part',
  'message copied': 'a message was in the queue twice',
  redelivery: 'a message was delivered again',
  'redelivery while the first consumer runs': 'two consumers had one message at the same time',
  'deletion lost': 'a message was delivered again though its consumer had succeeded',
  'partial batch failure': 'some messages of a batch failed and others did not',
  'warm function': 'an invocation began with what an earlier one had learned',
  'process held up': 'a process did nothing while others went on',
  'client retried': 'a client sent a whole request again',
  'client gave up': 'a client did not, and never learned what had become of it',
  'month ended': 'the clock went over the end of a month in UTC',
  'daylight saving changed': 'the clock went over a change of clocks in Berlin or New York',
} as const satisfies Readonly<Record<string, string>>;

/** What a simulation of the pipeline has to get into to be worth its time. */
export const states = {
  ...commonStates,
  'paged read': 'a read came in more than one page',
  'hole read': 'an eventually consistent read lacked some in the middle',
  'duplicate inside a batch': 'an invocation was given one event twice',
  'event refused at the door': 'an event was out of the time window of ingest',
  'conflict quarantined': 'an event whose identity another had taken went to quarantine',
  'too old quarantined': 'an event that waited too long went to quarantine',
  'retried out of quarantine': 'an operator admitted an event that was too old',
  'id used in two logs': 'one identity was counted in two minutes, as the design says',
  'out of time': 'a function left to the next delivery what it had no time for',
  'log raced': 'the number of a block was taken when it was put',
  'totals raced': 'a revision of totals was taken when it was put',
  'meter added': 'a meter was added in the middle of the run',
  'folded again under a newer catalog': 'totals were replaced by those of a newer catalog',
  'epoch changed': 'logs of one run had different numbers of shards',
  'send shared': 'requests of several clients went to the queue in one send',
  'front died': 'the front died, and several requests in it were never answered',
  'rolled up': 'days of a month were rolled up, for the first time or again',
  'salt raced': 'a subject had a salt already when another was put',
  'salt dropped': 'a subject was erased in the middle of the run',
  'clock jumped': 'the clock went ahead by hours, and what ran timed out',
} as const satisfies Readonly<Record<string, string>>;

export type CommonState = keyof typeof commonStates;
export type State = keyof typeof states;

/** States by name, with what each means. */
export type StateTexts<Name extends string = string> = Readonly<Record<Name, string>>;

/** How often each state was reached. */
export type StateCounts<Name extends string = string> = Readonly<Record<Name, number>>;

export const noneOf = <Name extends string>(texts: StateTexts<Name>): Record<Name, number> =>
  Object.fromEntries(Object.keys(texts).map((name) => [name, 0])) as Record<Name, number>;

/** Adds up how often each state was reached; both are of the same simulation. */
export function addStates(to: Record<string, number>, counts: StateCounts): void {
  for (const [name, count] of Object.entries(counts)) to[name] = (to[name] ?? 0) + count;
}
