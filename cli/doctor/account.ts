/** What a doctor asks of an account. Each rejects with the error of the SDK where AWS refuses, or is not there. */
export interface Account {
  /** Undefined where neither the environment nor a profile names one. */
  region(): Promise<string | undefined>;
  /** Who asks: the number of the account, and the role or user. */
  identity(): Promise<{ readonly account: string; readonly arn: string }>;
  /** How many functions may run at once: in all, and of those that no function has reserved for itself. */
  concurrency(): Promise<{ readonly all: number; readonly unreserved: number }>;
  /** Undefined where there is none of that name. */
  stack(name: string): Promise<StackFound | undefined>;
  /** Who is told by a topic. */
  confirmedSubscriptions(topicArn: string): Promise<number>;
  /** How many functions of a stack work off queues at once at most. */
  queueConcurrency(stackName: string): Promise<number>;
}

export interface StackFound {
  readonly status: string;
  readonly isProtected: boolean;
  readonly outputs: Readonly<Record<string, string>>;
}
