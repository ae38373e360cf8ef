/** What the worker is started with. */
export interface EngineWorkerData {
  readonly libraryPath: string;
  readonly threads: number;
}
