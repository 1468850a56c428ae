import type { AlarmTopic } from '../constructs/alarm-topic.ts';
import type { Settings } from '../settings.ts';

/** What every stage is given. */
export interface StageProps {
  readonly settings: Settings;
  readonly alarms: AlarmTopic;
}
