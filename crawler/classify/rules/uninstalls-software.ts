import { defineRule } from '#crawler/classify/define-rule.ts';

/** Uninstalls software. */
export const uninstallsSoftware = defineRule({
  id: 'uninstalls-software',
  title: 'Uninstalls software',
  explains: 'What depends on it stops working, and its settings may be lost.',
  advice: 'Hide it, or ask for approval.',
  capability: 'delete-data',
  actions: [{ verbs: 'uninstall unload+plugin deinstall remove+package undeploy' }],
  matches: [
    ['uninstall_plugin', 'Uninstalls a plugin.', { is: 'destructive' }],
    ['chart_uninstall', 'Uninstalls a chart.', { is: 'destructive' }],
    ['undeploy_app', 'Undeploys an app.', { is: 'destructive' }],
  ],
  misses: [
    ['list_installed', 'Lists what is installed.'],
    ['install_plugin', 'Installs a plugin.'],
    ['get_uninstall_steps', 'Returns how to uninstall by hand.'],
  ],
});
