import { defineRule } from '#crawler/classify/define-rule.ts';

/** Starts or triggers a process. */
export const startsProcess = defineRule({
  id: 'starts-process',
  title: 'Starts or triggers a process',
  explains: 'What is started goes on by itself, costs resources and may do more than it was asked.',
  advice: 'Ask for approval, or limit it to a few a minute.',
  capability: 'start-process',
  actions: [
    {
      verbs:
        'start launch trigger restart reboot boot retry rerun dispatch fire kick+off kickoff spin+up deploy redeploy relaunch respawn wake spawn bootup power+on power+cycle power+up backfill reindex replay requeue rebuild+index crawl+job wakeup awaken hot+reload recycle continue relay+job fuzz pentest autofix orchestrate self+heal simulate+event reload+service resume+job profile+run release+job unpause resubmit reprovision exercise+pipeline train finetune fine+tune restart+now',
      unless: ['subscription', 'trade'],
    },
    { verbs: 'create', objects: ['launched'], unless: ['money', 'code', 'mark', 'repository', 'interface', 'planned'] },
    { verbs: 'complete apply run execute', objects: ['migration'] },
    {
      verbs:
        'run execute resume start trigger invoke perform dispatch continue launch retry submit schedule+now queue enqueue call begin boot spin+up initiate test replay use',
      objects: ['job', 'machine'],
      unless: ['inquiry', 'money', 'code', 'mark', 'repository'],
      apart: ['review'],
    },
    { verbs: 'run execute invoke resume begin call' },
    { verbs: 'begin initiate', unless: ['money', 'message'] },
    { verbs: 'build test compile bundle ', objects: ['job', 'machine', 'repository'] },
    { verbs: 'scale resize', objects: ['job'] },
    { verbs: 'fire emit trigger' },
    { verbs: 'install', objects: ['code'] },
    { verbs: 'process', objects: ['job'] },
    { verbs: 'forward', objects: ['port'] },
    { verbs: 'turn+on switch+on', objects: ['machine'] },
    { verbs: 'build compile' },
    { verbs: 'test', only: 'name' },
    { verbs: 'sync import+job migrate', objects: ['job'] },
    { verbs: 'record', objects: ['interface', 'footage'] },
    { verbs: 'fly drive+to dial call+phone telephone' },
    { verbs: 'open establish', objects: ['terminal'] },
    { verbs: 'open establish', near: ['terminal'], objects: ['session'] },
    { verbs: 'repair heal', objects: ['machine', 'everything', 'job'] },
    { verbs: 'serve automate retrigger resend+job reexecute sideload preheat ignite' },
    { verbs: 'bounce', objects: ['machine'] },
    { verbs: 'make place start initiate create', objects: ['call'] },
    { verbs: 'simulate', domains: ['device'] },
  ],
  matches: [
    ['restart_service', 'Restarts a service.', { is: 'execute' }],
    ['flow_execute', 'Executes a workflow.', { is: 'execute' }],
    ['trigger_build', 'Triggers a build.', { is: 'execute' }],
    ['app_deploy', 'Deploys an app.', { is: 'execute' }],
    ['open_shell', 'Opens a shell on the host.', { is: 'execute' }],
  ],
  misses: [
    ['list_runs', 'Lists runs.'],
    ['get_build', 'Returns a build.'],
    ['run_search', 'Runs a search over the catalogue.', { why: 'ends in an answer' }],
    ['create_trigger_rule', 'Creates a rule.'],
    ['create_test_run', 'Creates a test run in a test plan.', { why: 'a record of testing, nothing runs' }],
    ['cron_job_create', 'Creates a cron job.'],
  ],
});
