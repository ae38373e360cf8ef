/** What is compared: panels of the four-year file, each without and with covariates that are known sooner. */

/** Series and the column of the file that each is, by panel. */
export const panels: Readonly<Record<string, readonly (readonly [series: string, column: string])[]>> = {
  three: [
    ['private', 'aalborg851_privat_kwh'],
    ['business', 'ringsted329_erhverv_kwh'],
    ['load', 'dk2_gross_mwh'],
  ],
  private: [['private', 'aalborg851_privat_kwh']],
};

export interface CovariateCase {
  readonly name: string;
  readonly panel: keyof typeof panels;
  readonly delayHours: number;
  /** As in the setting `covariates`, without the file. */
  readonly covariates: readonly { readonly name: string; readonly value: string; readonly delay?: number }[];
}

const temperature = { name: 'temp', value: 'dk_temp_mean_past1h_c' };
const load = { name: 'load', value: 'dk2_gross_mwh', delay: 1 };
const DELAY_HOURS = 432;

export const cases: readonly CovariateCase[] = [
  { name: 'none', panel: 'three', delayHours: DELAY_HOURS, covariates: [] },
  { name: 'temp', panel: 'three', delayHours: DELAY_HOURS, covariates: [temperature] },
  { name: 'none', panel: 'private', delayHours: DELAY_HOURS, covariates: [] },
  { name: 'load', panel: 'private', delayHours: DELAY_HOURS, covariates: [load] },
  { name: 'temp', panel: 'private', delayHours: DELAY_HOURS, covariates: [temperature] },
  { name: 'temp+load', panel: 'private', delayHours: DELAY_HOURS, covariates: [temperature, load] },
];
