import { Duration } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { type Kind, refuse, wholeNumber, wholeNumberFrom } from './setting.ts';

interface Unit {
  readonly called: 'second' | 'minute' | 'day';
  readonly make: (amount: number) => Duration;
  /** Not whole where a duration is no multiple of it. */
  readonly of: (duration: Duration) => number;
}

const inDays: Unit = {
  called: 'day',
  make: Duration.days,
  of: (duration) => duration.toDays({ integral: false }),
};

/** A number in the context, whose key says the unit; a Duration from a program. */
const durationIn =
  (unit: Unit) =>
  (min: number, max: number, byDefault: number): Kind<Duration> => {
    const { called: unitCalled, make, of } = unit;
    const { parse, ...number } = wholeNumber(min, max, byDefault);
    return {
      ...number,
      parse: (called, given) => make(parse(called, given)),
      parseProp: (called, given) => {
        if (given === undefined) return make(byDefault);
        const amount = given instanceof Duration ? wholeNumberFrom(of(given)) : undefined;
        if (amount !== undefined && amount >= min && amount <= max) return make(amount);
        const example = `Duration.${unitCalled}s(${max})`;
        return refuse(
          called,
          `a Duration of whole ${unitCalled}s from ${min} to ${max}, such as ${example}`,
          given,
        );
      },
      propText: (amount) => make(amount).toHumanString(),
    };
  };

/** A whole number of seconds. */
export const seconds = durationIn({
  called: 'second',
  make: Duration.seconds,
  of: (duration) => duration.toSeconds({ integral: false }),
});

/** A whole number of minutes. */
export const minutes = durationIn({
  called: 'minute',
  make: Duration.minutes,
  of: (duration) => duration.toMinutes({ integral: false }),
});

/** A whole number of days. */
export const days = durationIn(inDays);

const retentionPeriods: readonly number[] = Object.values(RetentionDays).filter(
  (period): period is RetentionDays =>
    typeof period === 'number' && period !== RetentionDays.INFINITE,
);

const periodOf = (days: number | undefined): Duration | undefined =>
  days !== undefined && retentionPeriods.includes(days) ? inDays.make(days) : undefined;

/** A number of days that CloudWatch Logs offers as a retention period. */
export const logRetention: Kind<Duration> = {
  takes: 'the periods of CloudWatch Logs',
  byDefault: String(RetentionDays.ONE_MONTH),
  parse: (called, given = RetentionDays.ONE_MONTH) =>
    periodOf(wholeNumberFrom(given)) ??
    refuse(called, `one of ${retentionPeriods.join(', ')}`, given),
  parseProp: (called, given = inDays.make(RetentionDays.ONE_MONTH)) =>
    (given instanceof Duration ? periodOf(inDays.of(given)) : undefined) ??
    refuse(
      called,
      `a Duration of one of ${retentionPeriods.join(', ')} days, such as Duration.days(30)`,
      given,
    ),
};
