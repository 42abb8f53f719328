import { defineRule } from '#crawler/classify/define-rule.ts';

/** Changes what is charged. */
export const changesBilling = defineRule({
  id: 'changes-billing',
  title: 'Changes what is charged',
  explains: 'A subscription or plan decides what is charged again and again.',
  advice: 'Deny it unless a person approves.',
  capability: 'change-billing',
  actions: [
    {
      verbs:
        'create update change resume pause downgrade modify start reactivate edit add switch set unpause migrate replace extend increase decrease report',
      objects: ['subscription'],
      apart: ['feed'],
      outside: ['notices'],
    },
    { verbs: 'enable disable toggle turn+on turn+off switch+on switch+off set cancel activate', objects: ['renewal'] },
    { verbs: 'update switch upgrade set', objects: ['billingPlan'], domains: ['payments'] },
    { verbs: 'downgrade change modify', objects: ['billingPlan'] },
    { verbs: 'update delete', objects: ['invoiceLine'], domains: ['payments'] },
    { verbs: 'create add attach', objects: ['invoiceLine'] },
    {
      verbs: 'set update change adjust modify edit increase decrease raise lower activate enable load fund',
      objects: ['payTerms'],
    },
    {
      verbs: 'start begin activate',
      objects: ['billingPlan'],
      near: ['paidness', 'subscription'],
      outside: ['notices'],
    },
    { verbs: 'activate', near: ['subscription'], outside: ['notices'] },
    { verbs: 'start extend', objects: ['offer'], outside: ['notices'] },
    {
      verbs: 'apply add attach',
      scopes: ['subscription'],
      unless: ['mark', 'message', 'member'],
      outside: ['notices'],
    },
  ],
  phrases: ['billing starts|begins|resumes|continues at|immediately|now|right|as|on|with'],
  matches: [
    ['extend_trial', 'Extends a trial.', { is: 'financial' }],
    ['lift_workspace', 'Moves the workspace to the team tier. Billing starts at once.', { is: 'financial' }],
    ['subscription_create', 'Creates a paid subscription.', { is: 'financial' }],
    ['change_plan', 'Changes the plan of an account.', { is: 'financial' }],
    ['add_invoice_item', 'Adds an item to an invoice.', { is: 'financial' }],
    ['activate_subscription_tier', 'Activates a subscription tier for a customer.', { is: 'financial' }],
    ['open_purse', 'Activates a prepaid budget that errands are paid from.', { is: 'financial' }],
    ['purse_on', 'Enables a prepaid balance for a club.', { is: 'financial' }],
    ['top_up', 'Loads a prepaid card with an amount.', { is: 'financial' }],
    ['purse_fill', 'Funds a prepaid credit for errands.', { is: 'financial' }],
    ['start_tier', 'Starts a paid tier for a club.', { is: 'financial' }],
    ['begin_tier', 'Begins a paid tier for a club.', { is: 'financial' }],
    ['tier_on', 'Activates a paid tier for a club.', { is: 'financial' }],
    ['auto_renewal_off', 'Disables automatic renewal.', { is: 'financial' }],
  ],
  misses: [
    ['add_trial', 'Adds a trial to the study.', { why: 'a run of an experiment' }],
    ['list_paid_plans', 'Lists subscriptions.'],
    ['get_plan', 'Returns the plan.'],
    ['set_budget', 'Sets the budget of a category.', { why: 'a figure to keep to, nothing is paid' }],
    ['start_lesson_plan', 'Starts a plan of lessons.', { why: 'nothing is charged' }],
    ['create_webhook_subscription', 'Creates a subscription to a webhook topic.', { why: 'notices, not payments' }],
    [
      'subscription_make',
      'Creates a subscription. The app is told of changed files by notification.',
      { why: 'news again, said further on' },
    ],
    [
      'start_subscription',
      'Starts a subscription.',
      { why: 'it is told by a callback', parameters: { callback_url: { type: 'string' } } },
    ],
  ],
});
