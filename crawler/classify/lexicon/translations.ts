/** Verbs of other languages, each an alias of an English verb that the rules know. Written forms, not stems: the tables stay small and predictable. */

const table = `
create crear crea crean creando creado cree creación créer crée créez créé création erstellen erstelle erstellt erstellung anlegen criar cria criando criação создать создает создаёт создавать создание создаем создайте cree legt+an anlegt erstelle crie créent erzeugen erzeugt создаст
add agregar agrega añadir añade ajouter ajoute ajoutez ajout hinzufügen adicionar adiciona добавить добавляет добавлять добавление añada anexa anexar ergänzt ajoutent acrescenta
submit soumettre soumet enviar+formulario
list listar lista listado lister liste listez auflisten aufgelistet перечислить перечисляет список enumera enumerar enumere énumère énumérer listet listen+auf перечисление выводит+список
get obtener obtiene obten obtenga obtenir obtient obtenez récupérer récupère recuperer abrufen holen holt ruft liefert liefern zurückgeben obter obtém obtem recuperar recupera consultar consulta consulter affiche afficher mostrar muestra mostra anzeigen zeigt devuelve devolver retorna retornar renvoie renvoyer retourne retourner получить получает получать возвращает вернуть показывает показать выводит obtiene+la récupérez recupere ruft+ab zeige exibe exibir voir
search buscar busca rechercher recherche cherche chercher suchen sucht durchsuchen durchsucht pesquisar pesquisa найти ищет искать поиск находит busque búsqueda recherchez procura procurar suche
read leer lee lire lit lisez lesen liest ler lê читать читает прочитать чтение
delete eliminar elimina eliminado borrar borra borrado suprime supprimer supprime supprimez suppression löschen löscht loeschen löschung excluir exclui deletar deleta apagar apaga remover entfernen entfernt удалить удаляет удалять удаление удаляем стирает стереть eliminación borrado borre elimine efface effacer effacez effacement löschung supprimez exclusão exclua exclusao remoção apague удалит стереть
change cambiar cambia modificar modifica cambiando modifier modifie modifiez changer ändern ändert geändert verändert alterar altera mudar muda изменить изменяет изменять изменение меняет cambie modificación ändere änderung alteração bearbeiten bearbeitet bearbeitung редактирует редактировать редактирование правит исправляет
update actualizar actualiza aktualisieren aktualisiert atualizar atualiza editar edita обновить обновляет обновлять обновление mettre+à actualización actualice met+à mets+à mise+à atualização actualizando обновит
send enviar envía envia envían envoyer envoie envoyez envoi senden sendet gesendet versenden versendet schickt mandar manda отправить отправляет отправлять отправка посылает envío envie envie+un verschickt verschicken versand schicken mande envoyez+un послать шлёт рассылает
write escribir escribe écrire écrit schreiben schreibt escrever escreve записать записывает пишет
save guardar guarda enregistrer enregistre speichern speichert salvar salva сохранить сохраняет
execute ejecutar ejecuta ejecutando exécuter exécute exécutez executer ausführen ausgeführt führt+aus executar executa выполнить выполняет выполнять выполнение запустить запускает запускать исполняет ejecución ejecute exécution ausführung execução execute выполнение исполнение
start iniciar inicia démarrer démarre lancer lance starten startet startet+neu arrancar startet+den inicie inicia+el iniciar
stop detener detiene arrêter arrête stoppen anhalten parar остановить останавливает detenga arrêtez stoppt pare parar+o stoppe beendet beenden
cancel cancelar cancela annuler annule stornieren storniert abbrechen отменить отменяет
pay pagar paga pagando pago+con payer paie payez bezahlen bezahlt zahlen zahlt оплатить оплачивает оплачивать платить платит pague pague+la paye payement bezahle begleichen begleicht оплата règle régler réglez
transfer+money transferir transfiere transférer überweisen überweist перевести переводит transfere transfira überweise virer
buy comprar compra acheter achète kaufen kauft купить покупает
sell vender vende vendre verkaufen verkauft продать продает продаёт
publish publicar publica publier publie veröffentlichen опубликовать публикует
upload subir sube carga cargar téléverser téléverse téléchargement hochladen hochgeladen lädt+hoch carregar carrega загрузить загружает загружать загрузка выгружает suba téléversement envia+arquivo carregue lade+hoch
download descargar descarga télécharger télécharge herunterladen lädt+herunter baixar скачать скачивает
restart reiniciar reinicia redémarrer redémarre neustarten перезапустить перезапускает перезапуск
clear vaciar vacía vider vide leeren leert esvaziar esvazia limpiar limpia limpar очистить очищает
move mover mueve déplacer déplace verschieben verschiebt переместить перемещает
copy copiar copier kopieren kopiert копирует копировать
calculate calcular calcula calculer calcule berechnen berechnet вычислить вычисляет рассчитывает
validate validar valida valider prüfen prüft überprüfen verificar verifica проверить проверяет
generate generar genera générer génère generieren generiert gerar gera gere gerando генерирует сгенерировать
translate traducir traduce traduire traduit übersetzen übersetzt traduzir traduz переводить
activate activar activa ativar ativa activer aktivieren aktiviert активировать активирует включить включает reactivar reactiva reativar reativa réactiver reaktivieren
deactivate desactivar desactiva desativar desativa désactiver deaktivieren deaktiviert отключить отключает деактивировать
assign asignar asigna atribuir atribui attribuer assigner assigne zuweisen назначить назначает
import importar importieren importiert импортировать импортирует
export exportar exportieren exportiert экспортировать экспортирует
duplicate duplicar duplica duplicando dupliquer duplique duplizieren дублировать
rename renombrar renombra renomear renomeia renommer renomme umbenennen переименовать переименовывает
restore restaurar restaura restaurer wiederherstellen восстановить восстанавливает
approve aprobar aprueba aprovar aprova approuver approuve genehmigen genehmigt одобрить одобряет
reject rechazar rechaza rejeitar rejeita refuser rejeter ablehnen отклонить отклоняет
schedule programar agendar planifier planifie planen планировать планирует запланировать
analyze analizar analiza analisar analisa analysieren analysiert анализировать анализирует
compare comparar compara comparer vergleichen vergleicht сравнить сравнивает
convert convertir convierte converte convertit konvertieren konvertiert umwandeln конвертировать преобразовать преобразует
count contar compter zählen zählt подсчитать подсчитывает
filter filtrar filtra filtrer filtern фильтровать
open abrir abre ouvrir ouvre öffnen öffnet открыть открывает
close cerrar cierra fechar fermer ferme schließen schließt закрыть закрывает
install instalar instala installieren installiert установить устанавливает
connect conectar conecta connecter verbinden verbindet подключить подключает подключиться
invite invitar invita convidar convida einladen пригласить приглашает
confirm confirmar confirma confirmer confirme bestätigen bestätigt подтвердить подтверждает
complete completar completa abschließen завершить завершает
perform realizar realiza realizando effectuer effectue effectuez durchführen führt+durch efetuar efetua fazer faz hacer hace совершить совершает производит
`;

/** Written form -> English verb. */
export const aliases: ReadonlyMap<string, string> = new Map(
  table
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [lemma, ...words] = line.trim().split(' ');
      return words.map((word) => [word, lemma!] as const);
    }),
);

/** Words of other languages that are spelt like English verbs and mean something else: `pays` is French for a country. */
export const lookAlikes: ReadonlySet<string> = new Set('pays charges notes places compile antes'.split(' '));

/** Articles of other languages that are no English words. */
export const foreignArticles: ReadonlySet<string> = new Set(
  'une des les du le el los las una der das ein eine'.split(' '),
);

/** Chinese and Japanese verbs (and some nouns that decide what they mean) by their characters; text without spaces is searched for these. */
export const denseVerbs: ReadonlyMap<string, string> = new Map(
  (
    '제공:provide 분석:analyze 계산:calculate 변환:convert 번역:translate 요약:summarize 확인:check 검증:validate 등록:register 설정:set 연결:connect 중단:stop 재개:resume 공유:share 초대:invite 승인:approve 거절:reject 복사:copy 이동:move 클릭:click 예약:book 설치:install 배포:deploy 추출:extract 비교:compare 추천:recommend 표시:show 출력:show 교정:correct 초기화:reset 재시작:restart 보냅:send 보낸:send 지웁:delete 지운:delete 올립:upload 올린:upload 만듭:create 만든:create 바꾸:change 바꿉:change 찾:search 비우:clear 비웁:clear 아카이브:archive 생성:create 만들:create 작성:create 추가:add 변경:change 수정:update 업데이트:update 편집:edit 삭제:delete 제거:delete 지우:delete 목록:list 나열:list 조회:get 반환:get 가져오:get 검색:search 읽:read 전송:send 보내:send 발송:send 결제:pay 지불:pay 송금:transfer+money 환불:refund 실행:execute 시작:start 중지:stop 업로드:upload 올리:upload 다운로드:download 저장:save 취소:cancel 구매:buy ' +
    'アップロード:upload ダウンロード:download リセット:reset インストール:install 書き込:write 読み込:load 読み取:read 送る:send 送り:send 作る:create 作り:create 変える:change 消す:delete 消し:delete 払う:pay 払い:pay 支払:pay 開始:start 重新启动:restart 重新啟動:restart 抹除:delete 销毁:destroy 銷毀:destroy 汇款:transfer+money 匯款:transfer+money 撤回:revoke 创建:create 創建:create 新建:create 新增:create 建立:create 作成:create 添加:add 追加:add 登録:register 注册:register ' +
    '查找:find 寻找:find 列举:list 判断:check 校验:validate 比较:compare 抓取:scrape 爬取:scrape 浏览:browse 播放:play 暂停:pause 恢复:restore 备份:back+up 同步:sync 锁定:lock 解锁:unlock 滑动:swipe 滚动:scroll 悬停:hover 截取:screenshot 拖拽:drag 编译:compile 打包:package 压缩:compress 解压:unzip 回滚:rollback 抽取:extract 预测:predict 评估:evaluate 推送:push 拉取:pull 克隆:clone 禁言:mute 封禁:ban 修复:fix 优化:optimize 拆分:split 标记:mark 续费:renew 退订:unsubscribe 签名:sign 广播:broadcast 质押:stake 兑换:exchange 提供:provide 获取:get 獲取:get 取得:get 读取:read 讀取:read 查询:get 查詢:get 查看:view 列出:list 归档:archive 歸檔:archive 搜索:search 搜尋:search 検索:search 一覧:list 参照:view 显示:view 检索:search 檢索:search 检测:detect 转换:convert 轉換:convert 推荐:recommend 統計:count 统计:count 对比:compare 提取:extract 总结:summarize 要約:summarize 変換:convert 规划:estimate 测量:measure ' +
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
  '명령:command 코드:code 주문:order 메시지:message 이메일:email 订单:order 訂單:order 注文:order 预订:booking 予約:booking 订阅:subscription 任务:task 任務:task 缓存:cache 标签:label 命令:command 代码:code 脚本:script 邮件:email 消息:message 工作流:workflow 悬赏:bounty 懸賞:bounty 赏金:bounty 賞金:bounty'
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);

/** Nouns at the end of a heading in characters that say what a tool gives: `城市列表`. */
export const denseInfo: readonly string[] =
  '列表 详情 詳情 信息 資訊 资讯 数据 數據 价格 價格 行情 统计 統計 排行 排行榜 榜单 热榜 指数 指數 天气 天氣 新闻 新聞 日报 日報 字典 词典 辞典 大全 目录 目錄 记录 記錄 报告 報告 状态 狀態 汇率 匯率 诗词 笑话 一覧 情報 詳細 データ 履歴 天気 ニュース 목록 정보 상태 날씨 뉴스 통계'.split(
    ' ',
  );

/** What says in Chinese or Japanese characters that something only reads. */
export const denseReadOnly: readonly string[] = ['只读', '只讀', '唯讀', '読み取り専用', '読取専用'];

/** Nouns of other languages that decide what a verb means, each an alias of an English one: `realiza un pago`. */
export const nounAliases: ReadonlyMap<string, string> = new Map(
  (
    'pago:payment pagos:payment pagamento:payment pagamentos:payment paiement:payment paiements:payment zahlung:payment zahlungen:payment платеж:payment платёж:payment платежи:payment ' +
    'transferencia:transfer transferência:transfer virement:transfer überweisung:transfer перевод:transfer reembolso:refund remboursement:refund rückerstattung:refund возврат:refund ' +
    'pedido:order commande:command bestellung:order заказ:order comando:command befehl:command команду:command команда:command código:code codigo:code код:code скрипт:script ' +
    'correo:email mensaje:message mensagem:message nachricht:message сообщение:message письмо:email archivo:file fichier:file datei:file arquivo:file файл:file consulta:query'
  )
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);

/** Joins a Chinese verb to the one before it, whatever stands between them: `下载并部署`. */
export const denseJoining = /(?:并且?|並且?|然后|然後|以及)$/;

/** Opens what else the same sentence says is done. */
export const denseOpening = /^(?:并|並|然后|然後|以及)/;

/** Joins two verbs only where they touch: between nouns it joins those. */
export const denseTouching = /^[或和与與及]$/;

/** Behind `只读` these say that somebody or something else is held to reading. */
export const denseHolder = /^(?:用户|用戶|账号|帳號|副本|权限|權限|角色|模式|令牌|密钥|ユーザー|権限)/;

/** Before a Chinese verb: it is not done. */
export const denseNegation = /[不勿未无無免]/;
