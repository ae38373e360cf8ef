import type { Answers, Progress, Question } from '../protocol/messages.ts';

/** What a training may do to the world outside: report, ask, and let others have a turn. */
export interface Host {
  progress(progress: Progress): void;
  ask<Asked extends Question>(question: Asked): Promise<Answers[Asked['kind']]>;
  /** Whether it is time to report and let others have a turn. */
  isPauseDue(): boolean;
  pause(): Promise<void>;
}
