/** LightGBM's parameters, under LightGBM's own names (its documentation is the reference). */

/** What is minimised in training; `none` goes with a loss of the caller's own. */
export type Objective =
  | 'none'
  | 'regression'
  | 'regression_l1'
  | 'huber'
  | 'fair'
  | 'poisson'
  | 'quantile'
  | 'mape'
  | 'gamma'
  | 'tweedie'
  | 'binary'
  | 'multiclass'
  | 'multiclassova'
  | 'cross_entropy'
  | 'cross_entropy_lambda'
  | 'lambdarank'
  | 'rank_xendcg';

/** What is reported of the evaluated datasets; `none` reports nothing. */
export type Metric =
  | 'none'
  | 'l1'
  | 'l2'
  | 'rmse'
  | 'quantile'
  | 'mape'
  | 'huber'
  | 'fair'
  | 'poisson'
  | 'gamma'
  | 'gamma_deviance'
  | 'tweedie'
  | 'r2'
  | 'ndcg'
  | 'map'
  | 'auc'
  | 'average_precision'
  | 'binary_logloss'
  | 'binary_error'
  | 'auc_mu'
  | 'multi_logloss'
  | 'multi_error'
  | 'cross_entropy'
  | 'cross_entropy_lambda'
  | 'kullback_leibler';

/** How trees are added to the ensemble. */
export type Boosting = 'gbdt' | 'rf' | 'dart';

/** A parameter's value; a list is written with commas. */
export type ParameterValue = string | number | boolean | readonly (string | number)[];

/**
 * Parameters of a dataset or a training, with LightGBM's names, meanings and defaults.
 *
 * This package sets, where the caller does not: `deterministic`, `force_col_wise`, `seed` 0, `num_threads` (as
 * opened), `feature_pre_filter` false. Aliases are understood; an unknown name is an error.
 */
export interface LightGbmParams {
  readonly objective?: Objective;
  readonly metric?: Metric | readonly Metric[];
  readonly boosting?: Boosting;
  readonly data_sample_strategy?: 'bagging' | 'goss';
  readonly tree_learner?: 'serial' | 'feature' | 'data' | 'voting';

  readonly learning_rate?: number;
  readonly num_leaves?: number;
  readonly max_depth?: number;
  readonly min_data_in_leaf?: number;
  readonly min_sum_hessian_in_leaf?: number;
  readonly min_gain_to_split?: number;
  readonly lambda_l1?: number;
  readonly lambda_l2?: number;
  readonly linear_tree?: boolean;
  readonly extra_trees?: boolean;
  readonly path_smooth?: number;
  readonly monotone_constraints?: readonly number[];

  readonly bagging_fraction?: number;
  readonly bagging_freq?: number;
  readonly feature_fraction?: number;
  readonly feature_fraction_bynode?: number;

  /** The quantile that `quantile` aims at, and the threshold of `huber`. */
  readonly alpha?: number;
  readonly tweedie_variance_power?: number;
  readonly num_class?: number;
  readonly is_unbalance?: boolean;
  readonly boost_from_average?: boolean;
  readonly eval_at?: readonly number[];

  /** Belongs to datasets. */
  readonly max_bin?: number;
  /** Belongs to datasets. */
  readonly min_data_in_bin?: number;
  /** Belongs to datasets. */
  readonly bin_construct_sample_cnt?: number;
  readonly max_cat_to_onehot?: number;
  readonly cat_smooth?: number;
  readonly cat_l2?: number;
  readonly use_quantized_grad?: boolean;
  readonly num_grad_quant_bins?: number;
  readonly quant_train_renew_leaf?: boolean;

  readonly deterministic?: boolean;
  readonly force_col_wise?: boolean;
  readonly force_row_wise?: boolean;
  readonly seed?: number;
  readonly num_threads?: number;
  readonly verbosity?: number;

  readonly [name: string]: ParameterValue | undefined;
}
