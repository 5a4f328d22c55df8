#!/usr/bin/env bash
# Writes src/Infrastructure/Passwords/common-passwords.txt: what people choose when 12 characters are asked for.
# Our own work, put together from the words below by the habits that leaks of passwords show: a word with digits, years and signs behind it,
# a word twice, keyboard walks, sequences, love and its object, lines of songs. Nothing is downloaded, and the same words give the same file.
# Lower case only, because the service compares without case.
#
#   tools/common-passwords.sh           writes the file
#   tools/common-passwords.sh --check   ends with 1 when the file is not what this script would write
set -euo pipefail
export LC_ALL=C
file="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)/src/Infrastructure/Passwords/common-passwords.txt"

# ---- Words -----------------------------------------------------------------------------------------------------------

secrets="password passwort motdepasse contrasena contraseña senha palavrapasse clave mima mypassword mypass thepassword newpassword passphrase
passcode passkey passwords kennwort geheim meinpasswort meingeheimnis monmotdepasse micontrasena minhasenha minhasenhaforte secret topsecret
supersecret changeme changemenow changeit default temporary temppassword temppass welcome welcomeback willkommen bienvenue bienvenido bemvindo
letmein letmeinnow opensesame whatever trustno1 nopassword forgotpassword access login logmein guest testtest testing testuser tester
administrator administrador administrateur admin adminadmin adminpassword sysadmin superuser superadmin rootroot root rootpassword master
masterkey user username userpassword security database server service oracle postgres mysql cisco windows microsoft google facebook
instagram linkedin youtube twitter gmail hotmail yahoo amazon netflix paypal apple iphone samsung android computer internet network office
company business manager support helpdesk training student teacher school college university"

walks_as_words="qwerty qwertyui qwertyuiop qwertz qwertzui qwertzuiop azerty azertyui azertyuiop asdf asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc
1qaz2wsx 1q2w3e 1q2w3e4r 1q2w3e4r5t q1w2e3r4 zaq12wsx zaq1xsw2 qweasd qweasdzxc asdzxc yxcvbnm qsdfghjklm wxcvbn abc abcd abcdef abcdefg abc123 123abc
123qwe qwe123 asd123 aa123456 a123456 a1b2c3 a1b2c3d4 q123456 woaini"

things="iloveyou iloveu loveyou lovelove mylove truelove lover babygirl babyboy sweetheart sweetie honey angel angels princess prince queen king
sunshine moonlight starlight rainbow butterfly unicorn dragon dragons tiger lion wolf eagle falcon phoenix monkey panda dolphin elephant horse
kitten kitty puppy doggy bulldog flower flowers rose lavender daisy cherry strawberry chocolate cookie cookies banana orange pumpkin cheese
pizza coffee whiskey tequila vodka beer summer winter spring autumn sunday monday friday christmas halloween birthday happybirthday
football baseball basketball hockey soccer volleyball swimming running fishing hunting skateboard snowboard motorcycle harley ferrari porsche
mustang corvette camaro mercedes lamborghini volkswagen toyota yamaha superman batman spiderman ironman wolverine avengers captainamerica
starwars startrek skywalker darthvader yoda hogwarts harrypotter gryffindor slytherin gandalf frodo lordoftherings gameofthrones pokemon pikachu
naruto dragonball minecraft fortnite roblox warcraft starcraft counterstrike callofduty playstation nintendo mario zelda sonic matrix hello
helloworld helloyou hellokitty goodmorning goodbye blessed blessing believe faith hope jesus jesuschrist jesuslovesme godisgood godislove
thankyoujesus allah mohammed buddha freedom liberty america american canada australia england london paris berlin madrid lisboa beijing
shanghai brasil brazil portugal germany deutschland france espana mexico argentina china california texas newyork chicago florida family
friends forever together peace happy happiness lucky number1 winner champion killer hunter ranger soldier warrior pirate ninja samurai
rockstar rockandroll metallica nirvana beatles guitar music dancer money million billionaire diamond silver golden purple yellow green orange
black blue shadow darkness midnight thunder lightning hurricane tornado storm fire ice water ocean"

teams="barcelona fcbarcelona realmadrid atleticomadrid manchester manchesterunited manchestercity manutd liverpool liverpoolfc arsenal arsenalfc
chelsea chelseafc tottenham everton leicestercity newcastle westham astonvilla celtic rangers juventus acmilan intermilan napoli bayern
bayernmunchen bayernmuenchen fcbayern dortmund borussia bvb09 schalke schalke04 hamburgersv werderbremen eintracht fckoeln hertha union
stpauli paris psg parissg olympique marseille lyon monaco benfica sporting fcporto porto flamengo corinthians palmeiras saopaulo santos
gremio internacional vascodagama fluminense botafogo cruzeiro riverplate bocajuniors chivas cruzazul clubamerica yankees redsox dodgers cubs
cowboys dallascowboys steelers patriots packers raiders broncos seahawks eagles giants lakers celtics bulls chicagobulls warriors redwings
blackhawks mapleleafs canadiens"

foreign="ichliebedich liebe schatz schatzi schatzilein mausi maus hase engel sonnenschein blume schmetterling sommer winter fruehling herbst fussball
hallo hallohallo hallowelt guten gutentag schalke mama papa mamapapa familie freunde freundschaft passwortpasswort geheimnis sternchen
schokolade erdbeere katze hund pferd baerchen prinzessin jetaime jetaimeu monamour amour doudou loulou chouchou coucou soleil papillon chocolat
bonjour bonjourbonjour famille maman mamanpapa princesse football marseille bienvenue vacances printemps automne hiver chaton tequiero teamo
teamomucho teamomuchomas amor amormio miamor miamorcito corazon carino estrella estrellita mariposa princesa princesita familia mifamilia amigos
amigasporsiempre hola holahola holamundo futbol verano invierno primavera chocolate bonita hermosa jesus jesustesama diosesamor dioses teamodios
teadoro euteamo euamovoce amovoce amorzinho meuamor minhavida saudade saudades felicidade borboleta princesinha familiafeliz deusefiel
deuseamor deusefieldemais jesuscristo brasil brasileiro futebol verao inverno bemvindo obrigado woaini woainima woaini1314 woaini520 wobuzhidao
nihao nihaoma zhongguo beijing shanghai xiaoming baobei qinaide aini1314 ainiyiwannian 5201314 1314520 520520 woshishui tiancai mimamima laopo
laogong zhangwei wangwei"

# What else one loves; with a year of birth behind it the commonest password of all.
names="michael jennifer christopher jessica matthew ashley joshua amanda daniel stephanie nicole elizabeth melissa andrew heather anthony rebecca
william jonathan benjamin alexander alexandra alexandre alejandro alejandra nicholas samantha victoria brittany danielle kimberly katherine
catherine christian christina christine cristina sebastian maximilian thomas andreas stefan matthias johannes florian katharina franziska sabrina
vanessa melanie sandra claudia susanne caroline nathalie isabelle frederic frederique sebastien guillaume francois stephane veronique dominique
charlotte valerie virginie fernando fernanda francisco francisca guadalupe margarita carolina gabriel gabriela valentina esperanza rodrigo
eduardo ricardo roberto antonio patricia veronica beatriz mariana juliana adriana leonardo gustavo henrique guilherme vinicius thiago rafaela
isabella sophia olivia charlie brandon richard patrick vincent theodore zacharias abigail penelope gabrielle madeleine angelina jasmine
madison hannah taylor robert joseph george edward steven jackson dylan cameron"

months="january february march april may june july august september october november december januar februar maerz mai juni juli oktober dezember janvier
fevrier mars avril juin juillet aout septembre octobre novembre decembre enero febrero marzo abril mayo junio julio agosto septiembre octubre
noviembre diciembre janeiro fevereiro marco maio junho julho setembro outubro novembro dezembro yiyue eryue sanyue siyue wuyue liuyue
spring summer autumn fall winter fruehling sommer herbst printemps ete automne hiver primavera verano otono invierno verao outono inverno
monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi
vendredi samedi dimanche lunes martes miercoles jueves viernes sabado domingo segunda terca quarta quinta sexta"

phrases="letmeinplease letmeinnowplease openthedoor openupplease iloveyousomuch iloveyoumom iloveyoudad iloveyoubaby iloveyoumore iloveyouforever
iloveyoualways iloveyoutoo ilovemyself ilovemylife ilovemymom ilovemydad ilovemyfamily ilovemykids ilovemyson ilovemydog ilovemycat ilovemywife
ilovemyhusband ilovemybaby ilovejesus ilovegod ilovemusic ilovefootball ilovepizza ilovechocolate iloveme4ever iloveyou4ever ihateyou ihatepasswords
ihatethis ihatemyjob ihatemondays ihateeveryone fuckyou fuckyouall fuckthisshit fuckoff motherfucker whatthefuck whatthehell dontforget
dontforgetthis dontforgetit dontaskme donttellanyone idontknow idontcare idontremember iforgot iforgotit iforgotmypassword icantremember
rememberme rememberthis mysecretpassword thisismypassword thisisapassword thisispassword thisisasecret thisismysecret mypasswordis passwordispassword
mynameis mynameisjeff whatismypassword whatsmypassword notmypassword notapassword nopasswordneeded nopassword4u yourpassword yourmom yourmother
itsasecret itsmylife itsme itsonlyme itwasallyellow iamthebest iambatman iamironman iamlegend iamgroot iamyourfather lukeiamyourfather
maytheforcebewithyou theforceisstrong winteriscoming youknownothing beammeupscotty livelongandprosper tobeornottobe
tobeornottobethatisthequestion onceuponatime happilyeverafter happyeverafter happynewyear merrychristmas happybirthdaytoyou trickortreat
goodmorningsunshine goodnight sweetdreams carpediem hakunamatata supercalifragilisticexpialidocious abracadabra alohomora avadakedavra
expectopatronum expelliarmus wingardiumleviosa correcthorsebatterystaple correcthorse thequickbrownfox quickbrownfox
thequickbrownfoxjumpsoverthelazydog lazydog humptydumpty marryhadalittlelamb maryhadalittlelamb twinkletwinkle twinkletwinklelittlestar
rowrowrowyourboat oldmacdonald oldmcdonald jinglebells wewillrockyou wearethechampions bohemianrhapsody stairwaytoheaven hotelcalifornia
smellsliketeenspirit anotherbrickinthewall darksideofthemoon yesterday heyjude letitbe allyouneedislove yellowsubmarine imagineallthepeople
knockinonheavensdoor sweetchildofmine welcometothejungle highwaytohell thunderstruck nothingelsematters entersandman livinonaprayer
eyeofthetiger dontstopbelieving dontstopbelievin nevergonnagiveyouup staynalive stayinalive dancingqueen billiejean thrillerthriller
shapeofyou rollinginthedeep someonelikeyou bornthisway pokerface gangnamstyle despacito hallelujah amazinggrace godblessyou godblessamerica
godblessme godisgreat godislove godisgoodallthetime ingodwetrust jesusismylord jesusislord jesusismysavior praisethelord trustinthelord
thankyoulord blessedbethename philippians413 jeremiah2911 john316john316 psalm23psalm23 hellothere hellomyfriend helloworld1 hellohello
howareyou howareyoutoday nicetomeetyou whoareyou whatsup whatsupdoc wherestheparty partytime letsgo letsgoparty letsparty hereicome hereiam
makemoney moneymoney showmethemoney moneymaker getrichordietrying onemillion livelaughlove livelifeh laughoutloud lovepeace peaceandlove
loveandpeace loveisblind loveislove loveisallaround loveisintheair loveyouforever loveyoumore lovemelikeyoudo lovemeforever bestfriends
bestfriendsforever friendsforever familyfirst familyforever foreverandever foreveryoung foreveralone foreverlove together4ever alwaysandforever
nevergiveup neverstop neversaynever neverforget neverforgetme justdoit justforfun justinbieber onedirection taylorswift michaeljackson
michaeljordan elvispresley bobmarley johnlennon jamesbond jamesbond007 cristianoronaldo lionelmessi messi10messi10 ronaldo7ronaldo barackobama
donaldtrump abrahamlincoln unitedstates unitedkingdom newyorkcity losangeles sanfrancisco losangeleslakers bigbrother bigmoney bigdaddy biteme
blinkblink182 bluesky blueberry blackandwhite blacklabel cheeseburger chickennuggets chocolatechip chocolatecake strawberryjam peanutbutter
applepie bananabanana cocacola cocacolazero pepsicola redbull dietcoke drpepper mountaindew icecream icecreamsandwich cupcake pancakes
kittycat kittykitty puppylove doggystyle teddybear gummybear goldenretriever germanshepherd cookiemonster sesamestreet mickeymouse minniemouse
donaldduck spongebob spongebobsquarepants patrickstar scoobydoo bugsbunny tinkerbell littlemermaid cinderella sleepingbeauty snowwhite winniethepooh
keepcalm keepcalmandcarryon keepout keepitsimple stayaway goaway leavemealone getmeout getoutofhere gotohell goodluck goodtimes goodvibes
goodvibesonly onlygodcanjudgeme onelove onelife onepiece onepassword yolo firstlove secondchance lastchance thelastone theend theone
thebest thebestofthebest thebeatles thesimpsons thewalkingdead theoffice breakingbad bigbangtheory howimetyourmother grandtheftauto
leagueoflegends worldofwarcraft assassinscreed finalfantasy metalgearsolid residentevil gearsofwar halflife halo3halo3 superman123 supermario
supermariobros wonderwoman captainplanet incrediblehulk thedarkknight backtothefuture jurassicpark piratesofthecaribbean
testing123testing test1234test test12345test testtesttest testpassword temporarypassword defaultpassword adminadmin123 administrator1
welcometotheparty welcomehome welcomeback welcome2me changethis changethispassword changemeplease changemeasap pleasechange pleasechangeme
pleaseletmein pleaseletme resetpassword resetmypassword companypassword officepassword wifipassword homewifi mywifi mywifipassword
wlanpasswort meinwlan ichliebedich ichliebedichsosehr ichliebemich ichliebemeinefamilie ichhabsvergessen ichweissnicht ichbinderbeste
ichbineinberliner ichbincool meinpasswort dasistmeinpasswort dasistgeheim dasistdasleben lassmichrein lassmichbitterein passwortvergessen
keinpasswort keineahnung sesamoeffnedich allesgute allesklar alleswirdgut guteidee gutenmorgen gutenacht schoenentag frohesneuesjahr froheweihnachten
hoppehoppereiter allemeineentchen haenschenklein atemlosdurchdienacht deutschlanddeutschland weltmeister weltmeister2014 fussballgott
liebeisttoll liebedich liebemich mamaundpapa ohnedich ohnedichbinichnichts jetaimepourtoujours jetaimemoncoeur jetaimeplusquetout jetadore
jetadoremonamour jaimelavie jaimelechocolat jaimemafamille monmotdepasse cestmonmotdepasse motdepasseoublie jenesaispas jenesaisquoi laissemoientrer
ouvretoisesame bonneannee joyeuxnoel joyeuxanniversaire bonanniversaire cestlavie cestmoi cestsecret frerejacques aucclairdelalune
auclairdelalune alouettegentillealouette larsenicestbon allezlesbleus allezlom allezparis vivelafrance vivelamour liberteegalitefraternite
parisjetaime nonjeneregretterien lavieenrose lavieestbelle toujoursensemble moncherie teamomiamor teamoparasiempre teamomivida teamomama
teamomipapa teamomucho tequieromucho tequieromiamor tequieroparasiempre micontrasena estaesmicontrasena olvidemicontrasena noseminombre
nosecualeslacontrasena nomeacuerdo nolose dejameentrar abretesesamo felizcumpleanos feliznavidad felizanonuevo buenosdias buenasnoches
holacomoestas holaquetal vivalavida vivamexico vivaespana vivalafamilia halamadrid forcabarca viscabarca viscaelbarca arribaespana mivida
miamorporsiempre miamoreterno porsiempre porsiempretuya diosesamor diosesfiel diosmio diosmebendiga jesusesmipastor lacucaracha
cielitolindo besamemucho losimpson hastalavista hastalavistababy hastasiempre quierodinero euteamo euteamomuito euteamomeuamor euteamodemais
euamominhafamilia euamomeufilho euamojesus amoreterno amorparasempre minhasenha minhasenhae esquecisenha esqueciasenha naosei naoseiasenha
naolembro deixameentrar deixeeuentrar abretesesamo parabenspravoce felizaniversario feliznatal felizanonovo bomdia bomdiaflordodia boanoite
tudobem tudobemcomvoce vaicorinthians vaibrasil ordemeprogresso garotadeipanema aguasdemarco deusefiel deusnocomando deusnocontrole deuseamor
jesuseocaminho jesustemama jesuseminhavida familiaetudo minhafamilia vidaloka meubem meufilho minhafilha woaiwojia woaiwode woaibeijing
woaizhongguo woaimama woaibaba woaiwoziji woaini1314520 woaini5201314 aini5201314 woshidashuaige woshitiancai wobuaini wodemima
wodemimashi wangjimima nihaoshijie nihaozhongguo nihaonihao xinniankuaile shengrikuaile gongxifacai zhongguojiayou beijinghuanyingni
yueliangdaibiaowodexin liangzhilaohu tiantianxiangshang mimabuzhidao zhimakaimen"

tails="1 12 123 1234 12345 123456 1234567 12345678 123456789 1234567890 !234 @123456 ! !! !!! 1! 12! 123! 1234! 12345! 123456! @1 @12 @123 @1234 @12345 #1 #123 #1234 _1 _123 _1234
-123 .123 1@ 123@ 123# 123. 1234@ 00 000 007 01 10 11 111 1111 13 21 22 23 69 77 777 88 99 100 321 321! 4321 654321 123123 112233 666 abc abc123 qwe 123qwe forever"

short_tails="1 12 123 1234 12345 123456 ! !! 1! 123! 1234! @123 2023 2024 2025"

# ---- How they are put together ---------------------------------------------------------------------------------------

# join "a b" "1 2": a1 a2 b1 b2. Globbing is off, so that a star stays a star.
set -f
join() { local left right; for left in $1; do for right in $2; do printf '%s%s\n' "$left" "$right"; done; done; }
lines() { printf '%s\n' $1; }
reversed() { local at text=""; for ((at = ${#1}; at > 0; at--)); do text+=${1:at-1:1}; done; printf '%s' "$text"; }

words_with_tails() {
  join "$secrets $walks_as_words" "$tails"
  join "$things $teams $foreign" "$short_tails 1234567 12345678 123456789 1234567890 01 11 22 77 99 007 111 777 321 123123 4ever"
  join "$phrases" "$short_tails"
  lines "$phrases $secrets $things $teams $foreign $names"
  join "$secrets $things $teams $foreign" "$(years 2019 2026)"
  join "$(join "$secrets" "@ / #" | sed 's,/,,')" "$(join "$(years 2022 2026)" "/ !" | sed 's,/,,')"
  join "123 12345 123456 12345678 123456789" "$secrets $walks_as_words"
}

years() { seq "$1" "$2"; }

people() {
  join "$names" "$(years 1965 2010)"
  join "$names" "$short_tails 1234567 12345678 123456789"
  join "$names" "$(join "$(years 1985 2004)" "!")"
  join "iloveyou ilove loveyou ichliebe jetaime teamo tequiero euteamo amo woai" "$names"
  join "$names" "iloveyou loveyou mylove teamo jetaime love"
}

calendar() {
  join "$months" "$(join "$(years 2018 2027)" "/ ! !! @ # 1 123" | sed 's,/,,')"
  join "$(join "$months" "@ # _ -")" "$(join "$(years 2020 2027)" "/ !" | sed 's,/,,')"
  join "$months" "$short_tails"
}

# A word so often that it is long enough, and once more.
repeated() {
  local word text
  for word in $secrets $walks_as_words $things $foreign $names $teams 12 123 1234 12345 123456 1234567 12345678 321 4321 654321 01 10 001 007 0123 147 159 258 369 357 789 \
    987 456 852 963 1478 2580 0852 1379 1397 420 69 666 777 520 1314 5201314 101 102 112 121 112233 123321 1212 1122 1221 2112 \
    a1 1a aa11 ab ba abc cba abcd xyz aaa111 abc123 123abc qwe ewq asd dsa zxc qaz wsx edc 1q 1q2w 1qaz q1w2 qw wq as zx er lol haha ha la na no yes ok love \
    boo bla blah hey bye mama papa dada nana baby test pass user root home dog cat sex xxx fuck shit god joy fun sun red one two bob tom max leo mia; do
    text=$word
    while [ ${#text} -lt 12 ]; do text+=$word; done
    printf '%s\n' "$text" "$text$word" "$text!" "${text}1" "${text}123" "$word $word"
  done
}

# One character over and over; two by six; three by four.
runs() {
  local one two length
  for one in 0 1 2 3 4 5 6 7 8 9 a b c d e f g h i j k l m n o p q r s t u v w x y z '!' '.' '-' '_' '@' '#' '?' '+'; do
    for length in 12 13 14 15 16 18 20 24; do printf "%${length}s\n" '' | tr ' ' "$one"; done
    for two in 0 1 2 3 4 5 6 7 8 9 a b x z '!'; do
      [ "$one" = "$two" ] || printf '%s\n' "$one$one$one$one$one$one$two$two$two$two$two$two" "$one$one$one$one$one$one$one$one$one$one$one$two"
    done
  done
  printf '%s\n' 111122223333 111222333444 112233445566 11223344556677 1122334455667788 112233445566778899 aabbccddeeff aaabbbcccddd aaaabbbbcccc 998877665544 \
    999888777666 665544332211 001122334455 101010101010 102030405060 10203040506070 123123123123 121212121212 131313131313 123321123321 123456654321 \
    1234567887654321 123456789987654321 12345678987654321 1234554321 123454321234 122333444455555 147258369147 147258369258 147258369369 147258369000 1472583690 \
    159357159357 159753159753 159753456852 741852963000 741852963741 789456123789 789456123000 7894561230 987654321987 963852741963 963852741000 \
    314159265358 3141592653589 31415926535897 3.1415926535 3.14159265358 3.14159265359 271828182845 161803398874 112358132134 0112358132134 248163264128 \
    235711131719 2357111317 149162536496 135791113151 024681012141 24681012141618 000000000001 100000000000 999999999999 123000000000 000000123456 123456000000 \
    1q2w3e4r5t6y7u8i9o0p 1a2b3c4d5e6f 1a2b3c4d5e6f7g a1b2c3d4e5f6 a1b2c3d4e5f6g7 a1s2d3f4g5h6 q1w2e3r4t5y6 z1x2c3v4b5n6 p0o9i8u7y6t5 1z2x3c4v5b6n 1qw23er45ty6 12qwaszx12qwaszx \
    abc123def456 abc123xyz789 123abc456def a123456789 a1234567890 a123456789a aa1234567890 aaa123456789 abc123456789 abcd12345678 abcde1234567 abcdef123456 \
    abcdefg1234567 abcdefgh12345678 123456abcdef 1234567abcdefg 12345678abcdefgh 123456789abc qwe123qwe123 qwe123asd456 asd123asd123 zxc123zxc123 qaz123wsx456 qwerty123456 \
    qwertz123456 azerty123456 123456qwerty 123456qwertz 123456azerty qwer1234asdf qwer1234tyui asdf1234asdf asdf1234qwer 1234qwerasdf 1234qwer1234 1234qwerasdfzxcv
}

# Every stretch of 12 characters and more of a row, forwards and backwards; rows go round.
walks() {
  local row from length
  for row in 1234567890 0123456789 abcdefghijklmnopqrstuvwxyz qwertyuiopasdfghjklzxcvbnm qwertzuiopasdfghjklyxcvbnm azertyuiopqsdfghjklmwxcvbn qwertyuiop \
    asdfghjkl zxcvbnm qwertzuiop yxcvbnm azertyuiop qsdfghjklm wxcvbn '1234567890-=' '!@#$%^&*()_+' '`1234567890-=' 'qwertyuiop[]' "asdfghjkl;'" 1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p \
    qazwsxedcrfvtgbyhnujmikolp 1q2w3e4r5t6y7u8i9o0p q1w2e3r4t5y6u7i8o9p0 1a2s3d4f5g6h7j8k9l0 a1s2d3f4g5h6j7k8l9 1z2x3c4v5b6n7m zaq1xsw2cde3vfr4bgt5nhy6mju7 zaqxswcdevfrbgtnhymju \
    zaq12wsxcde34rfvbgt56yhnmju78ik 1qazxsw23edcvfr45tgbnhy67ujm 1qaz1qaz2wsx2wsx 1qaz@wsx3edc\$rfv '!qaz@wsx#edc$rfv%tgb' '!qaz2wsx#edc4rfv' '1qaz!qaz2wsx@wsx' '!@#$1234qwer' '1234!@#$qwer' \
    qweasdzxc qweasdzxcrtyfghvbn qweasdzxc123 123qweasdzxc qwerasdfzxcv 1234qwerasdfzxcv qwertasdfgzxcvb qwertyasdfghzxcvbn asdfghjklqwertyuiop zxcvbnmasdfghjkl zxcvbnmasdfghjklqwertyuiop \
    poiuytrewqlkjhgfdsamnbvcxz mnbvcxzlkjhgfdsapoiuytrewq qwertyuiop1234567890 1234567890qwertyuiop qwertyuiopasdf1234 asdfghjkl123456789 123456789asdfghjkl zxcvbnm1234567 1234567zxcvbnm \
    1qayxsw23edcvfr4 1qay2wsx3edc4rfv5tgb6zhn7ujm 1aqw2zsx3edc4rfv aqwzsxedcrfvtgb azeqsdwxc123 qzdazdqsd 7410852096 741852963 789456123 147258369 159357 1472583690 edcrfvtgbyhn; do
    stretches "$row"
    stretches "$(reversed "$row")"
  done
  # The keys of Cyrillic letters, which others type as well.
  printf '%s\n' йцукенгшщзхъ йцукенгшщзхъфывапролджэ йцукенгшщзфывапролдячсмить фывапролджэячсмитьбю 123йцукенгшщ йцукен123456 пароль123456 парольпароль
}

stretches() {
  local round="$1$1$1$1$1$1$1" from length
  for ((from = 0; from < ${#1}; from++)); do
    for length in 12 13 14 15 16; do printf '%s\n' "${round:from:length}"; done
  done
  printf '%s\n' "$1" "$1!" "${1}1" "${1}12" "${1}123" "${1}1234" "${1}12345" "${1}123!" "${1}@123" "${1}#1"
}

# Signs that look like letters.
leet() {
  local word
  for word in password passwort welcome letmein iloveyou administrator admin master monkey dragon football baseball sunshine princess superman batman starwars \
    trustno1 secret computer internet security freedom shadow changeme contrasena motdepasse mypassword starwars pokemon killer hello helloworld access; do
    join "$({
      sed 'y/a/@/' <<<"$word"; sed 'y/o/0/' <<<"$word"; sed 'y/ao/@0/' <<<"$word"; sed 'y/aos/@0$/' <<<"$word"; sed 'y/s/$/' <<<"$word"; sed 'y/as/@$/' <<<"$word"
      sed 'y/e/3/' <<<"$word"; sed 'y/aeo/430/' <<<"$word"; sed 'y/aeio/@310/' <<<"$word"; sed 'y/aeios/@310$/' <<<"$word"; sed 'y/aeios/43105/' <<<"$word"
      sed 'y/i/1/' <<<"$word"; sed 'y/i/!/' <<<"$word"; sed 'y/s/5/' <<<"$word"; sed 'y/os/05/' <<<"$word"
    } | sort -u)" "$short_tails 12! 321 12345! 123456! 1234567 12345678 123456789 2022 2026"
  done
}

header() {
  cat <<'TEXT'
# Passwords that are refused because many people choose them. One a line, UTF-8; a line that begins with # is a comment.
# Compared as a whole and without case; shorter than 12 or longer than 128 characters they are passed over.
# Made by tools/common-passwords.sh; MIT licence, as the rest of CleanAuth.
TEXT
}

# Code points are bytes that continue none.
long_enough() { awk '{ points = $0; gsub(/[\200-\277]/, "", points); if (length(points) >= 12 && length(points) <= 128 && $0 !~ /^#/) print }'; }

whole() {
  header
  { words_with_tails; people; calendar; repeated; runs; walks; leet; } | tr 'A-Z' 'a-z' | long_enough | sort -u
}

case "${1-}" in
  '') whole >"$file" ;;
  --check) whole | cmp -s - "$file" || { echo "common-passwords.txt is not what tools/common-passwords.sh writes." >&2; exit 1; } ;;
  *) echo "usage: $0 [--check]" >&2; exit 2 ;;
esac
