/** @generated The API as types, written by tools/openapi-types.ts from the OpenAPI document. */

export type SourceFacts = {
  readonly name: string;
  readonly title: string;
  readonly keys: readonly KeyFacts[];
  /** What the sum of all series is called; null: nothing particular. */
  readonly total: { readonly label: string; readonly labelEn: string } | null;
  /** A label; empty where the source names none. */
  readonly unit: string;
  /** Must stand beside the numbers; empty where none is owed. */
  readonly credit: string;
  /** IANA zone of local times. */
  readonly zone: string;
  readonly country: string | null;
  /** How late the feed publishes after an hour ends. */
  readonly delayHours: number;
  readonly valuesAtLeastZero: boolean;
  readonly asOfUtc: string;
  /** End of the newest observed hour; null where nothing is observed. */
  readonly dataUntilUtc: string | null;
  readonly originUtc: string;
  readonly seriesCount: number;
  /** Health of the living feed behind the source; null where it is a file. */
  readonly feed: FeedFacts | null;
  /** Share of the rows made by each rung of the fallback ladder; adds up to 1. */
  readonly rungShares: { readonly [key: string]: number };
  readonly modelVersion: string | null;
  readonly runId: string;
  readonly apiVersion: string;
};

export type KeyFacts = {
  readonly name: string;
  /** Values that occur in the forecast. */
  readonly valueCount: number;
  /** Values that can occur; null where any text can. */
  readonly declaredValues: readonly (Label & { readonly text: string; readonly code: number })[] | null;
};

export type Label = {
  /** In the source's language. */
  readonly label: string;
  readonly labelEn: string;
  /** False: not the owner's text, but read from the shape of the data. */
  readonly official: boolean;
};

export type FeedFacts = {
  readonly name: string;
  /** failing: the last reading failed; stalled: it answers, and its newest value is older than its delay allows; retired: its publisher has ended it. */
  readonly status: 'fresh' | 'failing' | 'stalled' | 'retired';
  /** Why it is not fresh; null where it is. */
  readonly reason: string | null;
  /** End of the newest hour with a value. */
  readonly dataUntilUtc: string | null;
  /** Hours from there to the present. */
  readonly ageHours: number | null;
  /** Below 0: values are known so much ahead. */
  readonly expectedDelayHours: number;
  /** History has been read down to here. */
  readonly readFromUtc: string;
  readonly wantedFromUtc: string;
  readonly attemptedAtUtc: string;
  readonly succeededAtUtc: string | null;
};

export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What happened, and what to do next. */
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
};

export type FeedList = { readonly items: readonly FeedFacts[] };

export type SeriesPage = Page & {
  readonly items: readonly {
    readonly id: string;
    /** Key values by the source's own names, verbatim. */
    readonly key: { readonly [key: string]: string };
    /** Names of the key values, where the source declares them. */
    readonly labels: { readonly [key: string]: Label };
  }[];
};

export type Page = { readonly total: number; readonly limit: number; readonly offset: number };

export type KeyValuesPage = Page & { readonly key: string; readonly items: readonly KeyText[] };

export type KeyText = {
  readonly text: string;
  readonly seriesCount: number;
  readonly label: (Label & { readonly [key: string]: unknown }) | null;
};

export type ForecastPage = Page & {
  readonly originUtc: string;
  /** Names the content: equal ids, equal numbers. */
  readonly forecastId: string;
  readonly unit: string;
  readonly credit: string;
  readonly zone: string;
  /** How far errors of two series go together, 0 to 1; 1 where no model forecast. */
  readonly errorCorrelation: number;
  readonly bandCoverage: BandCoverage;
  readonly groups: readonly ForecastGroup[];
};

export type BandCoverage = {
  readonly origins: number;
  /** Share of truths inside the band, by its nominal share. */
  readonly ofSeries: { readonly [key: string]: number | null };
  /** Share of truths inside the band, by its nominal share. */
  readonly ofSums: { readonly [key: string]: number | null };
} | null;

export type ForecastGroup = {
  /** Key values by the source's own names, verbatim. */
  readonly key: { readonly [key: string]: string };
  /** Names of the key values, where the source declares them. */
  readonly labels: { readonly [key: string]: Label };
  readonly seriesCount: number;
  /** `series`: the bands of one series as it was forecast. `correlated`: half-widths of the parts combine as errors that go together as far as was learnt with the model (`errorCorrelation`), so the band holds about as many truths as it says. `comonotone`: each quantile of the sum is the sum of that quantile of its parts, as if all erred alike. The p50 of a sum is the sum of its parts exactly, in every grouping; bands are never wider than the sum of the bands of their parts. */
  readonly bandMethod: 'series' | 'correlated' | 'comonotone';
  readonly hoursUtc: readonly string[];
  readonly hoursLocal: readonly string[];
  readonly quantiles: {
    readonly p05: readonly number[];
    readonly p10: readonly number[];
    readonly p25: readonly number[];
    readonly p50: readonly number[];
    readonly p75: readonly number[];
    readonly p90: readonly number[];
    readonly p95: readonly number[];
  };
  /** Sums over the hours, as if the errors of all hours went together. */
  readonly total: {
    readonly p05: number;
    readonly p10: number;
    readonly p25: number;
    readonly p50: number;
    readonly p75: number;
    readonly p90: number;
    readonly p95: number;
  };
  /** The hour with the largest p50, the first of several. */
  readonly peak: {
    readonly hourUtc: string;
    readonly hourLocal: string;
    readonly value: {
      readonly p05: number;
      readonly p10: number;
      readonly p25: number;
      readonly p50: number;
      readonly p75: number;
      readonly p90: number;
      readonly p95: number;
    };
  };
  /** Rows made by each rung. */
  readonly rungs: { readonly [key: string]: number };
  readonly modelVersions: readonly string[];
};

export type OriginPage = Page & { readonly items: readonly Origin[] };

export type Origin = {
  readonly originUtc: string;
  readonly rows: number;
  readonly rungs: { readonly [key: string]: number };
  readonly modelVersion: string | null;
  readonly runId: string;
  /** Whether every hour has met its truth. */
  readonly scored: boolean;
};

export type Explanation = {
  readonly originUtc: string;
  /** Key values by the source's own names, verbatim. */
  readonly key: { readonly [key: string]: string };
  /** Names of the key values, where the source declares them. */
  readonly labels: { readonly [key: string]: Label };
  readonly unit: string;
  readonly zone: string;
  readonly modelVersion: string | null;
  readonly runId: string;
  readonly hours: readonly ExplainedHour[];
};

export type ExplainedHour = {
  readonly hourUtc: string;
  readonly hourLocal: string;
  readonly leadHours: number;
  readonly rung: string;
  /** The p50 as published. */
  readonly published: number;
  /** The p50 made again; the start and all groups sum to it. */
  readonly recomputed: number;
  /** Whether both are the same number, bit for bit. */
  readonly reproduced: boolean;
  readonly start: ExplainedStart;
  /** The largest first. */
  readonly groups: readonly ExplainedGroup[];
  /** The largest share first; none where no model forecast. */
  readonly members: readonly ExplainedMember[];
};

export type ExplainedStart = {
  readonly words: string;
  /** In the series' own unit. */
  readonly value: number;
  /** Hours whose values it is the mean of; empty: a mean of weeks. */
  readonly hoursUtc: readonly string[];
};

export type ExplainedGroup = {
  readonly name: string;
  readonly words: string;
  /** In the series' own unit. */
  readonly value: number;
  /** What it is the sum of, the largest first. */
  readonly parts: readonly ExplainedPart[];
};

export type ExplainedPart = {
  /** A feature column, or a step of the model. */
  readonly name: string;
  readonly meaning: string;
  /** In the series' own unit. */
  readonly value: number;
};

export type ExplainedMember = {
  readonly name: string;
  readonly words: string;
  /** Its part in the forecast; all sum to 1. */
  readonly share: number;
  readonly forecast: number | null;
};

export type ObservationPage = Page & {
  readonly asOfUtc: string;
  readonly unit: string;
  readonly credit: string;
  readonly zone: string;
  readonly groups: readonly ObservedGroup[];
};

export type ObservedGroup = {
  /** Key values by the source's own names, verbatim. */
  readonly key: { readonly [key: string]: string };
  /** Names of the key values, where the source declares them. */
  readonly labels: { readonly [key: string]: Label };
  /** Series with any value in the window. */
  readonly seriesCount: number;
  readonly hoursUtc: readonly string[];
  readonly hoursLocal: readonly string[];
  readonly values: readonly number[];
  /** Series with a value, hour by hour; below `seriesCount` the sum is not whole. */
  readonly seriesCounts: readonly number[];
};

export type SelectionErrors = {
  readonly fromUtc: string;
  readonly toUtc: string;
  /** How far back the naives look: the smallest multiple of their season that the delay allows. */
  readonly naiveLagHours: { readonly naive_24: number; readonly naive_168: number };
  /** Forecasts with at least one scored hour in the window. */
  readonly origins: number;
  /** Of the sum over the selected series. */
  readonly ofTotal: readonly ForecasterErrors[];
  /** Of the selected series themselves, their rows pooled. */
  readonly ofSeries: readonly ForecasterErrors[];
  /** Share of the sum's truths inside the band of that nominal share. */
  readonly coverageOfTotal: {
    readonly '0.5': number | null;
    readonly '0.8': number | null;
    readonly '0.9': number | null;
  };
  readonly hours: {
    readonly total: number;
    readonly limit: number;
    readonly offset: number;
    readonly items: readonly ScoredHour[];
  };
};

export type ForecasterErrors = {
  readonly forecaster: 'forecast' | 'naive_24' | 'naive_168';
  readonly rows: number;
  /** Σ|error| / Σ|truth|, a fraction. */
  readonly wape: number | null;
  /** Mean |error| / |truth|, truths of 0 left out; a fraction. */
  readonly mape: number | null;
  /** Σ(forecast − truth) / Σ|truth|; above 0: forecast too high. */
  readonly bias: number | null;
};

export type ScoredHour = {
  readonly targetHourUtc: string;
  readonly originUtc: string;
  readonly actual: number;
  readonly p05: number;
  readonly p50: number;
  readonly p95: number;
  readonly naive24: number | null;
  readonly naive168: number | null;
  /** Over the series of the hour. */
  readonly wape: number | null;
  /** Over the series of the hour. */
  readonly mape: number | null;
};

export type ErrorProfile = {
  readonly by: string;
  readonly fromUtc: string;
  readonly toUtc: string;
  readonly groups: readonly ErrorGroup[];
};

export type ErrorGroup = {
  readonly group: string;
  readonly rows: number;
  readonly wape: number | null;
  readonly wapeNaive24: number | null;
  readonly wapeNaive168: number | null;
  readonly mape: number | null;
  readonly bias: number | null;
  readonly coverage50: number;
  readonly coverage80: number;
  readonly coverage90: number;
};

export type Freshness = {
  /** fresh: at most an hour behind the promise; late; stalled: behind by the delay again and two days at least; ended: for 56 days. */
  readonly state: 'fresh' | 'late' | 'stalled' | 'ended';
  readonly atUtc: string;
  readonly delayHours: number;
  readonly expectedHourUtc: string;
  readonly newestHourUtc: string | null;
  readonly behindHours: number | null;
  readonly series: FreshnessCounts;
  readonly slices: readonly {
    readonly key: string;
    readonly value: string;
    readonly series: FreshnessCounts;
  }[];
  /** The series that are behind the most, a hundred at most. */
  readonly behind: readonly {
    /** Key values by the source's own names, verbatim. */
    readonly key: { readonly [key: string]: string };
    readonly newestHourUtc: string;
    readonly behindHours: number;
    readonly state: 'fresh' | 'late' | 'stalled' | 'ended';
  }[];
};

export type FreshnessCounts = {
  readonly fresh: number;
  readonly late: number;
  readonly stalled: number;
  readonly ended: number;
};

export type DriftPage = Page & {
  readonly fromDay: string;
  readonly toDay: string;
  readonly references: readonly {
    readonly name: string;
    readonly days: number;
    readonly fromDay: string;
    readonly toDay: string;
  }[];
  readonly drifting: number;
  readonly items: readonly SubjectDrift[];
};

export type SubjectDrift = {
  readonly subject: string;
  readonly verdict: 'drift' | 'quiet' | 'unknown';
  /** Independent days that the window is worth. */
  readonly effectiveDays: number;
  readonly median: number | null;
  readonly nullShare: number;
  readonly comparisons: readonly ReferenceComparison[];
};

export type ReferenceComparison = {
  readonly reference: 'year-before' | 'recent-weeks' | 'given';
  readonly days: number;
  readonly effectiveDays: number;
  readonly psi: number;
  readonly ks: number;
  readonly js: number;
  /** Between the earlier and the later half of the reference itself. */
  readonly ownMovement: { readonly psi: number; readonly ks: number; readonly js: number };
  readonly ksAtChance: number;
  readonly medianBefore: number | null;
  readonly nullShareBefore: number;
  readonly exceeds: boolean;
};

export type DriftReportPage = Page & { readonly items: readonly DriftReport[] };

export type DriftReport = {
  readonly day: string;
  readonly kind: string;
  readonly subjects: number;
  readonly drifting: number;
  readonly runId: string;
};

export type StatisticsPage = Page & {
  readonly fromDay: string;
  readonly toDay: string;
  readonly items: readonly SubjectStatistics[];
};

export type SubjectStatistics = {
  /** A feature on a scale, a group of series, or a column. */
  readonly subject: string;
  readonly count: number;
  readonly nulls: number;
  /** Estimated; standard error 6.5 %. */
  readonly distinct: number;
  readonly least: number | null;
  readonly largest: number | null;
  /** At most 1 % wrong. */
  readonly quantiles: {
    readonly p01: number | null;
    readonly p05: number | null;
    readonly p25: number | null;
    readonly p50: number | null;
    readonly p75: number | null;
    readonly p95: number | null;
    readonly p99: number | null;
  };
  /** The most frequent values; a count misses days on which the value was not among the 20. */
  readonly top: readonly { readonly value: number; readonly count: number }[];
  /** [bin, count]: bin b > 0 holds values from 1.02^(b − 1401) to 1.02^(b − 1400), −b their negatives, 0 zero. */
  readonly histogram: readonly (readonly unknown[])[];
};

export type ModelPage = Page & { readonly items: readonly ModelFacts[] };

export type ModelFacts = {
  readonly version: string;
  readonly aliases: readonly string[];
  readonly trainedAsOfUtc: string;
  readonly delayHours: number;
  readonly codeVersion: string;
  readonly trainingSha256: string | null;
  readonly runId: string;
  readonly measured: Measurement;
};

export type Measurement = {
  readonly originsUtc: readonly string[];
  readonly lines: readonly MeasuredLine[];
  /** Share of truths inside the band, by its nominal share. */
  readonly coverage: { readonly [key: string]: number | null };
} | null;

export type MeasuredLine = {
  /** `ensemble`, a member of it, or a seasonal naive. */
  readonly name: string;
  readonly weight: number | null;
  readonly mase: number | null;
  readonly wape: number | null;
  readonly mape: number | null;
};

export type RunPage = Page & { readonly items: readonly Run[] };

export type Run = {
  readonly id: string;
  readonly pipeline: string;
  readonly logicalHourUtc: string;
  readonly status: 'running' | 'done' | 'failed' | 'stopped';
  readonly attempt: number;
  readonly startedAtUtc: string;
  readonly endedAtUtc: string | null;
  readonly error: string | null;
};

export type RunWithSteps = Run & { readonly steps: readonly Step[] };

export type Step = {
  readonly name: string;
  readonly status: 'done' | 'skipped' | 'failed';
  readonly durationMs: number;
  readonly endedAtUtc: string;
  /** What the step said of itself. */
  readonly output?: unknown;
};

export type Trials = { readonly items: readonly Trial[]; readonly groups: readonly TrialGroup[] };

export type Trial = {
  readonly id: string;
  readonly runId: string;
  /** The trial that this one is a part of. */
  readonly parentId: string | null;
  readonly kind: string;
  readonly name: string;
  readonly status: 'done' | 'failed' | 'pruned' | 'stopped';
  /** Why it failed or was given up, or what was decided in the end. */
  readonly message: string | null;
  readonly asOfUtc: string;
  readonly modelVersion: string | null;
  readonly parameters: { readonly [key: string]: string | number | boolean };
  /** Hashes and versions of data and code. */
  readonly inputs: { readonly [key: string]: string | number | boolean };
  readonly environment: { readonly [key: string]: string | number | boolean };
  readonly startedAtUtc: string;
  readonly durationMs: number | null;
  readonly peakMemoryMiB: number | null;
  readonly metrics: {
    readonly [key: string]: {
      readonly value: number | null;
      /** One number for each lead, origin or round; null for a metric without steps. */
      readonly steps: readonly (number | null)[] | null;
    };
  };
  readonly artefacts: readonly {
    readonly name: string;
    readonly contentType: string;
    readonly bytes: number;
  }[];
};

export type TrialGroup = {
  /** The id of a trial that is no part of another. */
  readonly trial: string;
  /** What its own line is called. */
  readonly title: string;
  /** Metrics by which the trials are compared. */
  readonly metrics: readonly string[];
  /** Metrics by step that are worth a look. */
  readonly stepMetrics: readonly string[];
  /** Whether those below it are rivals, the best first. */
  readonly ranked: boolean;
  /** How many trials it is made of, listed or not. */
  readonly below: number;
  /** How many of them ended in which way. */
  readonly ended: { readonly [key: string]: number };
  /** What its errors are errors of. */
  readonly note: string;
};

export type TrackedPage = Page & { readonly items: readonly Tracked[] };

export type Tracked = {
  readonly runId: string;
  /** `training`, `sweep` or `backtest`. */
  readonly kind: string;
  readonly status: 'done' | 'failed' | 'pruned' | 'stopped';
  readonly message: string | null;
  readonly asOfUtc: string;
  readonly startedAtUtc: string;
  readonly durationMs: number | null;
  readonly modelVersion: string | null;
  /** Of a sweep the best trial's. */
  readonly mase: number | null;
  readonly wape: number | null;
};

export type Quality = {
  /** The run whose checks these are; null before any. */
  readonly runId: string | null;
  readonly expectations: readonly Expectation[];
  /** Rows set aside so far, by reason. */
  readonly quarantine: readonly { readonly reason: string; readonly rows: number; readonly inputs: number }[];
};

export type Expectation = {
  readonly expectation: string;
  readonly severity: 'warn' | 'stop';
  readonly success: boolean;
  /** What must hold, in words. */
  readonly states: string;
  readonly failures: number;
  /** Some of the failing rows, with their keys. */
  readonly examples: readonly unknown[];
  /** The user's suite; null for the source's own. */
  readonly suite: string | null;
  /** What it is about, such as observations or features. */
  readonly relation: string;
  /** Its parameters; null where it has none. */
  readonly kwargs?: unknown;
  /** The value that was seen, where it is about one; else null. */
  readonly observed?: unknown;
  /** Rows or places that were looked at. */
  readonly considered: number | null;
};

export type QuarantinePage = Page & { readonly items: readonly QuarantinedRows[] };

export type QuarantinedRows = {
  readonly reason: string;
  readonly rows: number;
  readonly inputSha256: string;
  readonly firstLine: number | null;
  readonly asOfUtc: string;
  readonly runId: string;
};

export type VectorPage = Page & {
  readonly view: string;
  readonly originUtc: string;
  readonly dataUntilUtc: string;
  readonly items: readonly OnlineVector[];
};

export type OnlineVector = {
  /** Key values by the source's own names, verbatim. */
  readonly key: { readonly [key: string]: string };
  /** End of the newest hour with a known value of the series. */
  readonly knownUntilUtc: string | null;
  readonly log: { readonly [key: string]: OnlineFeature };
  readonly linear: { readonly [key: string]: OnlineFeature };
};

export type OnlineFeature = {
  /** Over the leads 0 to 23; null is missing. */
  readonly values: readonly (number | null)[];
  readonly missing: number;
  /** Hours since the newest known value that the feature may read ended; null where it reads none. */
  readonly ageHours: number | null;
  /** missing: no lead has a value; partial: some have none; old: the newest value of the series is a day or more older than it could be; undone: computed from an ingestion that was undone since. */
  readonly quality: 'good' | 'old' | 'partial' | 'missing' | 'undone';
};

export type CataloguePage = Page & { readonly items: readonly CatalogueSummary[] };

export type CatalogueSummary = {
  readonly kind: 'group' | 'view';
  readonly reference: string;
  readonly name: string;
  readonly version: number;
  readonly meaning: string;
  readonly owner: string;
  readonly tags: readonly string[];
  readonly registered: boolean;
  readonly readByViews: readonly string[];
  readonly readByModels: readonly { readonly version: string; readonly aliases: readonly string[] }[];
};

export type CatalogueHitPage = Page & { readonly items: readonly CatalogueHit[] };

export type CatalogueHit = {
  readonly reference: string;
  readonly column: string | null;
  readonly unit: string;
  readonly meaning: string;
};

export type CatalogueEntry = CatalogueSummary & {
  /** Groups that it is computed from. */
  readonly source: readonly string[];
  readonly knownAt: string | null;
  readonly expectations: readonly string[];
  readonly label: string | null;
  readonly scales: readonly string[];
  readonly transforms: readonly string[];
  readonly freshness: VectorFreshness;
  readonly columns: readonly CatalogueColumn[];
};

export type VectorFreshness = {
  readonly newestOriginUtc: string;
  readonly dataUntilUtc: string;
  readonly delayHours: number;
  /** The snapshot that they were computed from, where it was undone since: they are stale. */
  readonly undoneSnapshotId: number | null;
} | null;

export type CatalogueColumn = {
  readonly name: string;
  readonly group: string;
  /** `value`: on the row's scale. */
  readonly unit: string;
  readonly meaning: string;
  /** The expression, or the fact that it is read from. */
  readonly transformation: string;
  /** A level: models subtract an anchor first. */
  readonly relative: boolean;
  readonly statistics: ColumnStatistics;
};

export type ColumnStatistics = {
  readonly count: number;
  readonly missing: number;
  readonly min: number | null;
  readonly mean: number | null;
  readonly max: number | null;
  /** Known of days alone, at most 1 % wrong. */
  readonly median: number | null;
  /** The UTC day that they are of; null: a training set, whose mean is known. */
  readonly day: string | null;
} | null;

export type Lineage = { readonly nodes: readonly LineageNode[] };

export type LineageNode = {
  readonly id: string;
  readonly kind: 'training set' | 'model' | 'view' | 'group' | 'observations' | 'raw input';
  readonly name: string;
  readonly detail: string;
  /** Ids of what it is made from. */
  readonly from: readonly string[];
};

export type DefinitionHistory = { readonly changes: readonly DefinitionChange[] };

export type DefinitionChange = {
  readonly reference: string;
  readonly change: string;
  readonly asOfUtc: string;
  readonly codeVersion: string;
  readonly differences: readonly string[];
};

export type V1Predictions = {
  /** Whole hours since 1970-01-01 UTC. */
  readonly datetime_utc: readonly number[];
  readonly energy_consumption: readonly number[];
  /** Whole hours since 1970-01-01 UTC. */
  readonly preds_datetime_utc: readonly number[];
  readonly preds_energy_consumption: readonly number[];
};

export type V1Metrics = {
  /** Whole hours since 1970-01-01 UTC. */
  readonly datetime_utc: readonly number[];
  readonly mape: readonly number[];
};

export type V1MonitoringValues = {
  /** Whole hours since 1970-01-01 UTC. */
  readonly y_monitoring_datetime_utc: readonly number[];
  readonly y_monitoring_energy_consumption: readonly number[];
  /** Whole hours since 1970-01-01 UTC. */
  readonly predictions_monitoring_datetime_utc: readonly number[];
  readonly predictions_monitoring_energy_consumption: readonly number[];
  /** The same under the misspelt name that clients of this version rely on. */
  readonly predictions_monitoring_energy_consumptionc: readonly number[];
};

/** Query and answer of each route that answers JSON. */

export interface Routes {
  readonly '/api/v2/source': {
    readonly query: { readonly origin?: string | undefined; readonly asOf?: string | undefined };
    readonly answer: SourceFacts;
  };
  readonly '/api/v2/feeds': { readonly query: {}; readonly answer: FeedList };
  readonly '/api/v2/series': {
    readonly query: {
      readonly origin?: string | undefined;
      readonly asOf?: string | undefined;
      readonly limit?: number | undefined;
      readonly offset?: number | undefined;
      readonly where?: readonly string[] | undefined;
      readonly q?: string | undefined;
    };
    readonly answer: SeriesPage;
  };
  readonly '/api/v2/keys/{key}/values': {
    readonly query: {
      readonly origin?: string | undefined;
      readonly asOf?: string | undefined;
      readonly limit?: number | undefined;
      readonly offset?: number | undefined;
      readonly where?: readonly string[] | undefined;
      readonly q?: string | undefined;
    };
    readonly answer: KeyValuesPage;
  };
  readonly '/api/v2/forecasts': {
    readonly query: {
      readonly origin?: string | undefined;
      readonly asOf?: string | undefined;
      readonly where?: readonly string[] | undefined;
      readonly by?: readonly string[] | undefined;
      readonly limit?: number | undefined;
      readonly offset?: number | undefined;
    };
    readonly answer: ForecastPage;
  };
  readonly '/api/v2/origins': {
    readonly query: { readonly limit?: number | undefined; readonly offset?: number | undefined };
    readonly answer: OriginPage;
  };
  readonly '/api/v2/explanations': {
    readonly query: {
      readonly where?: readonly string[] | undefined;
      readonly hour?: string | undefined;
      readonly origin?: string | undefined;
    };
    readonly answer: Explanation;
  };
  readonly '/api/v2/observations': {
    readonly query: {
      readonly origin?: string | undefined;
      readonly asOf?: string | undefined;
      readonly where?: readonly string[] | undefined;
      readonly by?: readonly string[] | undefined;
      readonly from?: string | undefined;
      readonly to?: string | undefined;
      readonly limit?: number | undefined;
      readonly offset?: number | undefined;
    };
    readonly answer: ObservationPage;
  };
  readonly '/api/v2/errors': {
    readonly query: {
      readonly origin?: string | undefined;
      readonly asOf?: string | undefined;
      readonly where?: readonly string[] | undefined;
      readonly from?: string | undefined;
      readonly to?: string | undefined;
      readonly limit?: number | undefined;
      readonly offset?: number | undefined;
    };
    readonly answer: SelectionErrors;
  };
  readonly '/api/v2/monitoring/errors': {
    readonly query: {
      readonly by?: string | undefined;
      readonly origin?: string | undefined;
      readonly asOf?: string | undefined;
      readonly from?: string | undefined;
      readonly to?: string | undefined;
    };
    readonly answer: ErrorProfile;
  };
  readonly '/api/v2/monitoring/freshness': { readonly query: {}; readonly answer: Freshness };
  readonly '/api/v2/monitoring/drift': {
    readonly query: {
      readonly kind?: 'observations' | 'features' | 'predictions' | undefined;
      readonly from?: string | undefined;
      readonly to?: string | undefined;
      readonly referenceFrom?: string | undefined;
      readonly referenceTo?: string | undefined;
      readonly limit?: number | undefined;
      readonly offset?: number | undefined;
    };
    readonly answer: DriftPage;
  };
  readonly '/api/v2/monitoring/drift/reports': {
    readonly query: { readonly limit?: number | undefined; readonly offset?: number | undefined };
    readonly answer: DriftReportPage;
  };
  readonly '/api/v2/monitoring/statistics': {
    readonly query: {
      readonly kind?: 'observations' | 'features' | 'predictions' | undefined;
      readonly from?: string | undefined;
      readonly to?: string | undefined;
      readonly subject?: string | undefined;
      readonly limit?: number | undefined;
      readonly offset?: number | undefined;
    };
    readonly answer: StatisticsPage;
  };
  readonly '/api/v2/models': {
    readonly query: { readonly limit?: number | undefined; readonly offset?: number | undefined };
    readonly answer: ModelPage;
  };
  readonly '/api/v2/models/{version}': { readonly query: {}; readonly answer: ModelFacts };
  readonly '/api/v2/runs': {
    readonly query: {
      readonly limit?: number | undefined;
      readonly offset?: number | undefined;
      readonly status?: 'running' | 'done' | 'failed' | 'stopped' | undefined;
    };
    readonly answer: RunPage;
  };
  readonly '/api/v2/runs/{id}': { readonly query: {}; readonly answer: RunWithSteps };
  readonly '/api/v2/runs/{id}/trials': {
    readonly query: { readonly limit?: number | undefined };
    readonly answer: Trials;
  };
  readonly '/api/v2/tracked': {
    readonly query: {
      readonly limit?: number | undefined;
      readonly offset?: number | undefined;
      readonly kind?: string | undefined;
    };
    readonly answer: TrackedPage;
  };
  readonly '/api/v2/quality': { readonly query: {}; readonly answer: Quality };
  readonly '/api/v2/quality/quarantine': {
    readonly query: {
      readonly limit?: number | undefined;
      readonly offset?: number | undefined;
      readonly reason?: string | undefined;
    };
    readonly answer: QuarantinePage;
  };
  readonly '/api/v2/vectors': {
    readonly query: {
      readonly where?: readonly string[] | undefined;
      readonly limit?: number | undefined;
      readonly offset?: number | undefined;
    };
    readonly answer: VectorPage;
  };
  readonly '/api/v2/catalogue': {
    readonly query: { readonly limit?: number | undefined; readonly offset?: number | undefined };
    readonly answer: CataloguePage;
  };
  readonly '/api/v2/catalogue-search': {
    readonly query: {
      readonly words: string | undefined;
      readonly limit?: number | undefined;
      readonly offset?: number | undefined;
    };
    readonly answer: CatalogueHitPage;
  };
  readonly '/api/v2/catalogue/{reference}': { readonly query: {}; readonly answer: CatalogueEntry };
  readonly '/api/v2/catalogue/{reference}/lineage': { readonly query: {}; readonly answer: Lineage };
  readonly '/api/v2/catalogue/{reference}/history': {
    readonly query: {};
    readonly answer: DefinitionHistory;
  };
}
