/** Verbs of other languages, each an alias of an English verb that the rules know. Written forms, not stems: the tables stay small and predictable. */
import { forms } from './inflect.ts';

const table = `
create crear crea cree créer crée creer erstellen erstelle erstellt anlegen criar cria criando creación
add agregar agrega añadir añade ajouter ajoute hinzufügen adicionar adiciona
list listar lista lister liste auflisten
get obtener obtiene obten obtenir obtient récupérer récupère recuperer abrufen holen ruft obter obtém obtem recuperar recupera consultar consulta consulter affiche afficher mostrar muestra mostra anzeigen zeigt
search buscar busca rechercher recherche suchen sucht durchsuchen pesquisar pesquisa
read leer lee lire lit lesen liest ler lê
delete eliminar elimina borrar borra supprimer supprime löschen löscht loeschen excluir exclui deletar apagar apaga entfernen entfernt
update actualizar actualiza modifier modifie aktualisieren aktualisiert atualizar atualiza modificar modifica ändern ändert editar edita
send enviar envía envia envoyer envoie senden sendet versenden mandar
write escribir escribe écrire écrit schreiben schreibt escrever escreve
save guardar guarda enregistrer enregistre speichern speichert salvar salva
execute ejecutar ejecuta exécuter exécute executer ausführen ausgeführt executar executa
start iniciar inicia démarrer démarre starten startet arrancar
stop detener detiene arrêter arrête stoppen anhalten parar
cancel cancelar cancela annuler annule stornieren storniert abbrechen
pay pagar paga payer paie bezahlen bezahlt zahlen
transfer+money transferir transfiere transférer überweisen überweist
buy comprar compra acheter achète kaufen kauft
sell vender vende vendre verkaufen verkauft
publish publicar publica publier publie veröffentlichen
upload subir téléverser hochladen carregar
download descargar descarga télécharger télécharge herunterladen baixar
move mover mueve déplacer déplace verschieben verschiebt
copy copiar copier kopieren
calculate calcular calcula calculer calcule berechnen berechnet
validate validar valida valider prüfen prüft überprüfen verificar verifica
generate generar genera générer génère generieren generiert gerar
translate traducir traduce traduire traduit übersetzen übersetzt traduzir traduz
`;

/** Written form -> [English verb, form]. Forms ending as a third person do are treated as base forms: what counts is that the word is a verb. */
export const aliases: ReadonlyMap<string, readonly [lemma: string, form: number]> = new Map(
  table
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [lemma, ...words] = line.trim().split(' ');
      return words.map((word) => [word, [lemma!, forms.base | forms.third] as const] as const);
    }),
);

/** Chinese and Japanese verbs (and some nouns that decide what they mean) by their characters; text without spaces is searched for these. */
export const denseVerbs: ReadonlyMap<string, string> = new Map(
  (
    '创建:create 創建:create 新建:create 新增:create 建立:create 作成:create 添加:add 追加:add 登録:register 注册:register ' +
    '获取:get 獲取:get 取得:get 读取:read 讀取:read 查询:get 查詢:get 查看:view 列出:list 归档:archive 歸檔:archive 搜索:search 搜尋:search 検索:search 一覧:list 参照:view 显示:view 检索:search 檢索:search 检测:detect 转换:convert 轉換:convert 推荐:recommend 統計:count 统计:count 对比:compare 提取:extract 总结:summarize 要約:summarize 変換:convert 规划:estimate 测量:measure ' +
    '返回:get 返す:get 分析:analyze 解析:parse 计算:calculate 計算:calculate 翻译:translate 翻訳:translate 检查:check 验证:validate 検証:validate 確認:check 截图:screenshot 识别:detect ' +
    '更新:update 修改:modify 編集:edit 编辑:edit 変更:change 设置:set 設定:set 重命名:rename 移动:move 移動:move 复制:copy 複製:duplicate ' +
    '删除:delete 刪除:delete 削除:delete 移除:delete 清空:clear 清除:clear 清理:clear 消去:erase 重置:reset 撤销:revoke 卸载:uninstall ' +
    '发送:send 發送:send 送信:send 回复:reply 返信:reply 通知:notify 发布:publish 發布:publish 公開:publish 投稿:post 上传:upload 上傳:upload 下载:download 下載:download 保存:save 写入:write 导出:export 导入:import 生成:generate ' +
    '执行:execute 執行:execute 実行:execute 运行:run 運行:run 启动:start 啟動:start 起動:start 开始:start 開始:start 停止:stop 终止:stop 重启:restart 再起動:restart 触发:trigger 调用:invoke 点击:click 打开:open 部署:deploy 连接:connect 連接:connect 接続:connect 断开:disconnect 接受:accept 确认:confirm 拒绝:reject 批准:approve 审批:approve 提交:submit 分配:assign 关闭:close 關閉:close 启用:enable 啟用:enable 禁用:disable 邀请:invite 邀請:invite 订阅:subscribe 替换:replace 合并:merge 安装:install 绑定:bind 解绑:unbind 切换:switch 授权:authorize 评论:comment 点赞:like 收藏:bookmark 转发:share 关注:follow 招待:invite 承認:approve 割り当て:assign 有効化:enable 無効化:disable ' +
    '支付:pay 付款:pay 支払:pay 退款:refund 返金:refund 转账:transfer+money 轉帳:transfer+money 送金:transfer+money 提现:withdraw 充值:topup 购买:buy 購入:buy 買い:buy 下单:place+order 発注:place+order 卖出:sell 売却:sell 取消:cancel'
  )
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);

/** Objects that change a dense verb: an order is a commitment, a task is a job. */
export const denseNouns: ReadonlyMap<string, string> = new Map(
  '订单:order 訂單:order 注文:order 预订:booking 予約:booking 订阅:subscription 任务:job 任務:job 缓存:cache 标签:label 命令:command 代码:code 脚本:script 邮件:email 消息:message 工作流:workflow'
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);

/** What says in Chinese or Japanese characters that something only reads. */
export const denseReadOnly: readonly string[] = ['只读', '只讀', '唯讀', '読み取り専用', '読取専用'];
