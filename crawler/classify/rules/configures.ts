import { defineRule } from '#crawler/classify/define-rule.ts';

/** Changes settings. */
export const configures = defineRule({
  id: 'configures',
  title: 'Changes settings',
  explains: 'A setting changes how everything after it behaves.',
  advice: 'Limit how often it may be called.',
  capability: 'configure',
  actions: [
    {
      verbs:
        'configure customize+settings setup+config opt+in opt+out calibrate provision+auth tune+settings unset toggle+setting preset',
      unless: ['subscription', 'appliance', 'money'],
    },
    { verbs: 'enable disable activate deactivate', unless: ['subscription'] },
    { verbs: 'turn+on turn+off switch+on switch+off', unless: ['appliance', 'machine'] },
    { verbs: 'install', unless: ['code'] },
    { verbs: 'use select choose', only: 'name' },
    { verbs: 'set put change switch', objects: ['info'] },
    { verbs: 'clear reset', objects: ['setting'] },
    { verbs: 'reset', near: ['pretence'] },
    { verbs: 'reload reread', objects: ['setting'] },
  ],
  matches: [
    ['configure_alerts', 'Configures alerts.', { is: 'write' }],
    ['enable_two_factor', 'Turns on two-factor sign-in.', { is: 'write' }],
    ['reset_user_agent', 'Resets the user agent to its default.', { is: 'write' }],
    ['reload_settings', '', { is: 'write', why: 'what was edited takes effect' }],
    ['reread_settings', '', { is: 'write' }],
    ['logging_disable', '', { is: 'write' }],
  ],
  misses: [
    ['get_configuration', 'Returns the configuration.'],
    ['list_enabled_rules', 'Lists enabled rules.'],
    ['activate_subscription', 'Activates a paid subscription.'],
  ],
});
