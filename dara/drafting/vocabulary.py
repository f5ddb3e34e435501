"""The words that the rules know: titles, roles, words in names of organizations, given names, verbs of saying.

These are words of the language. Nobody who ran, spoke or endorsed is named here."""

import re


def word_set(words: str) -> frozenset[str]:
    """The words in a text that are separated by white space."""
    return frozenset(words.split())


# --- people -----------------------------------------------------------------------------------------

# A word before a name (lower case, without full stops) that is no part of it.
TITLES = word_set(
    "mr mrs ms mx dr rev sen senator rep representative gov governor lt lieutenant capt captain sgt sergeant det detective officer ofc col general"
    " mayor sheriff chief attorney atty attorneys da ada dda ag judge justice supervisor supv councilman councilwoman councilmember councilor"
    " councillor alderman alderwoman ald alderperson assemblyman assemblywoman assemblymember assembly congressman congresswoman congressmember"
    " delegate commissioner treasurer comptroller controller auditor clerk secretary president vice chair chairman chairwoman chairperson director ceo cfo"
    " prosecutor defender professor prof pastor bishop cardinal imam rabbi father sister superintendent supt dist asst assistant deputy former"
    " ex then candidate democrat republican independent incumbent challenger dem gop rep-elect spokesman spokeswoman spokesperson"
    " sheriffs chiefs judges commissioners justices bishops corporal assessor surveyor coroner constable selectman comptroller historian host anchor aldermen magistrate secretary-treasurer lts solicitor councilwomen sheriffs-elect chancellor rancher "
    " sens reps senators representatives congressmembers councilmembers supervisors mayors attys leader nominee member head spokesmen govs profs drs messrs congressmen "
    " registrar registrar-recorder correspondent reporter editor columnist moderator sir dame lord coach hon minister councilmember-elect mayor-elect then-mayor then-senator"
    " then-sheriff then-district ex-mayor ex-prosecutor criminologist trustee marshal magistrate solicitor organizer"
    " undersheriff sophomore freshman paramedic postmaster ombudsman former-prosecutor co-founder founder co-chair investigator lawyer counselor managing executive chancellor provost dean strategist"
    " consultant analyst pollster activist journalist author actor actress singer comedian producer filmmaker billionaire philanthropist"
    " financier mogul investor developer businessman businesswoman entrepreneur advocate nurse teacher firefighter veteran retired"
)
FEMALE_TITLES = word_set(
    "mrs ms councilwoman congresswoman assemblywoman alderwoman chairwoman spokeswoman businesswoman actress sister dame mother"
    " grandmother widow wife daughter"
)
MALE_TITLES = word_set(
    "mr councilman congressman assemblyman alderman chairman spokesman businessman sir father grandfather widower husband son brother"
)
SUFFIXES = word_set("Jr Sr II III IV Jr. Sr.")
PARTICLES = word_set("de la las los del della di da dos du van von der den ter bin al el y e ibn st")

# “the senator” is somebody with one of these titles or roles; different words for one role meet in the second.
ROLES = {
    **{word: word for word in TITLES if word not in {"then", "ex", "former", "retired", "vice", "managing", "executive", "asst", "assistant", "mr", "mrs", "ms"}},
    "sen": "senator", "rep": "representative", "congressman": "representative", "congresswoman": "representative",
    "congressmember": "representative", "gov": "governor", "da": "attorney", "d.a": "attorney", "atty": "attorney",
    "councilman": "councilmember", "councilwoman": "councilmember", "councilor": "councilmember", "councillor": "councilmember",
    "assemblyman": "assemblymember", "assemblywoman": "assemblymember", "chairman": "chair", "chairwoman": "chair",
    "chairperson": "chair", "spokesman": "spokesperson", "spokeswoman": "spokesperson", "co-chair": "chair", "capt": "captain",
    "sgt": "sergeant", "det": "detective", "prof": "professor", "supt": "superintendent", "sheriff": "sheriff", "lawmaker": "senator",
    "legislator": "senator", "rev": "pastor", "father": "priest", "lawyer": "lawyer", "congresswoman-elect": "representative",
}  # fmt: skip
ROLES |= {
    word: word
    for word in word_set(
        "member leader voter resident mother father widow scholar historian economist retiree owner shopkeeper researcher expert"
        " partner manager aide adviser advisor deputy nominee frontrunner front-runner opponent rival attorney prosecutor"
        " defender policeman ranger farmer baker barber student volunteer canvasser bystander neighbor neighbour registrar"
        " treasurer therapist physician doctor chaplain priest novelist host anchor principal grandmother grandfather survivor"
        " secretary sheriff pastor nurse teacher candidate incumbent challenger"
    )
    if word not in ROLES
}
UNNAMED = word_set(
    "voter voters resident residents protester protesters protestors supporter supporters critic critics attendee attendees speaker"
    " speakers official officials member members man woman people person source sources observers analysts experts opponents neighbors"
    " neighbour demonstrators marchers crowd sign signs banner placard poster posters chant chants activists advocates leaders prosecutors"
    " deputies lawyers readers commenter commenters ad mailer flier flyer brochure website billboard tweet post statement letter report"
    " caller heckler somebody someone one another passerby bystander bystanders shopper audience students merchants organizers others many some"
)

# --- given names: who is a person, and “he” or “she” ------------------------------------------------

FEMALE = word_set(
    "Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy Betty Sandra Margaret Ashley Kimberly Emily Donna"
    " Michelle Carol Amanda Melissa Deborah Stephanie Rebecca Sharon Laura Cynthia Dorothy Amy Kathleen Angela Shirley Emma Brenda Pamela"
    " Nicole Anna Samantha Katherine Christine Debra Rachel Carolyn Janet Maria Olivia Heather Helen Catherine Diane Julie Victoria Joyce"
    " Lauren Kelly Christina Ruth Joan Virginia Judith Evelyn Hannah Andrea Megan Cheryl Jacqueline Madison Teresa Abigail Sophia Martha Sara"
    " Gloria Janice Kathryn Ann Isabella Judy Charlotte Julia Grace Amber Alice Jean Denise Frances Danielle Marilyn Natalie Beverly Diana"
    " Brittany Theresa Kayla Alexis Doris Lori Tiffany María Ana Rosa Carmen Lucía Lucia Elena Isabel Sofía Sofia Gabriela Guadalupe Marisol"
    " Yolanda Leticia Alma Irma Silvia Sylvia Graciela Beatriz Consuelo Dolores Esperanza Inés Ines Juana Lourdes Luz Marta Mercedes Mónica"
    " Monica Paloma Pilar Raquel Rocío Rocio Teresa Valeria Verónica Veronica Ximena Xochitl Adriana Alejandra Claudia Daniela Erica Erika"
    " Jackie Kate Katie Kathy Kim Kristen Kristin Jill Jenny Jen Tina Tracy Wendy Vanessa Tanya Tamara Tara Sheila Sally Robin Renee Paula Paige"
    " Nora Nina Naomi Molly Miriam Meredith Maxine Marcia Marcy Mabel Lydia Lucy Loretta Lois Leah Latoya Lakisha Joanna Joanne Josephine Irene"
    " Ingrid Ida Holly Hilda Heidi Hazel Harriet Gwen Ginger Gina Florence Fiona Eva Esther Erin Ellen Eleanor Edith Eileen Elaine Dana Daisy"
    " Crystal Constance Colleen Claire Clara Celia Cecilia Cassandra Carrie Carla Candace Bridget Bonnie Beth Becky Audrey Annie Anne Anita"
    " Angelica Amelia Allison Alison Alicia Agnes Ada Priya Aisha Fatima Mei Ling Yuki Noor Layla Leila Zoe Zora Tamika Keisha Ebony Imani Nadia"
    " Natasha Olga Svetlana Simone Sandy Rita Rhonda Roberta Rosemary Rose Ruby Peggy Penny Phyllis Pearl Patty Pat Norma Nadine Muriel Mildred"
    " Marjorie Marion Marie Marian Marla Margarita Mara Lorraine Lorena Lillian Lily Leslie Lena Kristina Kristine Karla June Juanita Joy Jo"
    " Jodi Jocelyn Jo-Ann Jane Janelle Jan Jana Iris Hope Gretchen Greta Georgia Gail Gabrielle Faith Ella Delia Delores Deirdre Della Debbie"
    " Dawn Darlene Corinne Christy Cheryl Charlene Chandra Camille Brooke Bernice Bernadette Belinda Antoinette Antonia April Winona Wilma"
    " Tess Tessa Priscilla Maeve Fenella Nadia Simone Beatrix Yolanda Rosalia Anneliese Opal Dorothea Gretchen Phyllis Winifred Marguerite Imogen Ione Lana Dina Beth Noelle Noëlle Inés Inez Graciela Lena Gail Jill Anne Pell Lucinda Moira Carrie Wren Maya Ellen Bea Nell Ida Deborah Ottilie Tamsin Loretta Mimi Verónica Dee Ulla "
    " Viola Vivian Velma Vera Valerie Ursula Thelma Stella Stacy Stacey Sonia Sonya Socorro Selena Sasha Rosalind Rosalie Rochelle Regina"
    " Tanisha Shanice Deja Odette Odessa Nell Nellie Minerva Millie Mavis Mattie Marguerite Luisa Louise Lottie Lola Lilian Leona"
    " Lenora Kendra Jeanette Jeanne Janine Ivy Imelda Hester Henrietta Helena Geraldine Genevieve Freda Flora Estelle Ernestine Elsie Elsa"
    " Eloise Dora Dolly Della Cora Clarissa Christa Chloe Cathy Caroline Blanche Bettina Bella Arlene Ariel Annette Althea Alma Adele Adela"
    " Jolene Darlene Charlene Adelaide Alana Alberta Aleksandra Alexandra Amalia Amara Amina Anastasia Angelina Annabelle Annika Aretha Ariana Astrid Augusta Aurelia Aurora Ava"
    " Beatrice Bernadine Bertha Beryl Bethany Bianca Blanca Blythe Bonita Brandi Brigid Brigitte Camila Camilla Candice Carlotta Carmela Carolina Catalina"
    " Celeste Chelsea Claudette Clementine Concepción Corazon Cordelia Cornelia Cristina Daphne Deanna Deb Desiree Dianne Dinah Dorcas Doreen Edna Eleonora"
    " Elisa Elise Elvira Emilia Enid Esmeralda Estella Ethel Eunice Evangeline Eve Faye Felicia Fern Folasade Fran Francesca Frieda Gertrude Gillian Gladys"
    " Glenda Gwendolyn Hattie Hedda Helga Hilary Ilse Irena Irina Isadora Jada Jasmine Jenna Jennie Johanna Josefina Juliana Julianne Juliet Justine Kara"
    " Karina Katrina Keiko Kerry Kimberlee Kira Kirsten Kyra Lakeisha Lara Laurie Lavinia Leonora Letitia Lila Lindsay Linnea Lisbeth Liv Liz Liza Lorna"
    " Louisa Luann Lucille Lupe Lynette Lynn Mae Madeleine Madeline Magdalena Maggie Maia Malia Mamie Mandy Manuela Marcella Margery Margot Mariah Mariana"
    " Marianne Maribel Marina Marissa Marlene Marsha Martina Matilda Maude Maura Maureen Melanie Melba Mia Michaela Millicent Mina Minnie Mira Miranda"
    " Mollie Monique Myra Myrna Myrtle Natalia Nettie Ngozi Nia Nkechi Norah Noreen Octavia Odalys Ophelia Parvati Patrice Patsy Paulette Pauline Penelope"
    " Perpetua Petra Philippa Phoebe Polly Portia Ramona Rebekah Rena Renata Renée Rhoda Rosario Roseanne Rosie Rowena Roxanne Sabrina Sadie Salma Saskia"
    " Selma Serena Shannon Shauna Shelby Shelly Sherri Sheryl Shreya Sienna Sigrid Sloane Soledad Solange Sonja Sophie Sunniva Suzanne Sybil Tabitha Tammy"
    " Tatiana Thea Theodora Toni Tonya Tricia Trina Trudy Valentina Verna Vicki Wanda Whitney Wilhelmina Winnie Xiomara Yasmin Yesenia Yvette Yvonne Zadie"
    " Zahra Zelda Zulema"
)
MALE = word_set(
    "James Robert John Michael David William Richard Joseph Thomas Christopher Charles Daniel Matthew Anthony Mark Donald Steven Andrew Paul"
    " Joshua Kenneth Kevin Brian George Timothy Ronald Jason Edward Jeffrey Ryan Jacob Gary Nicholas Eric Jonathan Stephen Larry Justin Scott"
    " Brandon Benjamin Samuel Gregory Alexander Patrick Frank Raymond Jack Dennis Jerry Tyler Aaron Jose José Adam Nathan Henry Zachary Douglas"
    " Peter Kyle Noah Ethan Jeremy Christian Walter Keith Austin Roger Terry Sean Gerald Carl Dylan Harold Jordan Jesse Bryan Lawrence Arthur"
    " Gabriel Bruce Logan Billy Joe Alan Juan Elijah Willie Albert Wayne Randy Mason Vincent Liam Roy Bobby Caleb Bradley Russell Lucas Jorge"
    " Carlos Luis Miguel Pedro Manuel Francisco Javier Alejandro Rafael Ramón Ramon Raúl Raul Roberto Ricardo Fernando Eduardo Sergio Hector"
    " Héctor Mario Alberto Alfredo Andrés Andres Ángel Angel Antonio Armando Arturo César Cesar Diego Domingo Emilio Enrique Ernesto Esteban"
    " Felipe Gerardo Gilberto Gonzalo Guillermo Gustavo Hugo Ignacio Ismael Jaime Jesús Jesus Joaquín Joaquin Julio Leonardo Marcos Martín"
    " Martin Mauricio Máximo Nicolás Octavio Omar Óscar Oscar Pablo Rodrigo Rogelio Rubén Ruben Salvador Santiago Tomás Vicente Xavier"
    " Jeff Mike Dan Dave Tom Tim Jim Bob Bill Rob Rick Ron Ray Pete Phil Nick Nate Matt Max Mitch Ken Jon Josh Joel Jay Jake Ian Hal Greg Glenn"
    " Fred Ernest Ernie Earl Eli Ed Eddie Duane Don Doug Derek Dean Darryl Darren Curtis Craig Cole Clyde Clifford Clark Chris Chuck Charlie"
    " Cedric Calvin Byron Brett Brent Brad Boris Blake Bernard Ben Barry Art Arnold Archie Antoine Andy Andre André Allen Al Alex Alvin Abraham"
    " Abdul Ahmed Ali Amir Arjun Darnell DeShawn Deandre Demetrius Desmond Dominic Donovan Dwight Dwayne Edgar Edmund Edwin Elliot Elliott Elmer"
    " Emmanuel Ezra Felix Floyd Forrest Franklin Freddie Garrett Gavin Gene Geoffrey Gilbert Gordon Graham Grant Guy Harry Harvey Herbert Herman"
    " Homer Howard Hubert Irving Isaac Isaiah Ivan Jamal Jared Jerome Johnny Julian Kareem Karl Kurt Lance Lee Leo Leon Leonard Leroy Lester"
    " Lewis Lloyd Lou Louis Luke Luther Malcolm Marc Marcus Marshall Marvin Maurice Melvin Micah Milton Mohammed Morgan Morris Moses Myron Neil"
    " Nelson Norman Oliver Orlando Otis Owen Perry Preston Quentin Ralph Randall Reed Reggie Reginald Rex Rodney Roland Roman Rudy Rufus Ross"
    " Sam Seth Shane Shaun Shawn Sheldon Sherman Sidney Simon Solomon Spencer Stan Stanley Steve Stuart Ted Terrence Terrell Theodore Todd Tony"
    " Travis Trevor Troy Tyrone Vernon Victor Virgil Wade Wallace Warren Wendell Wesley Wilbur Will Winston Wyatt Zack Kofi Kwame Hiroshi Kenji"
    " Rajesh Ravi Sanjay Vikram Wei Omari Malik Lamar Jermaine Emmett Ellis Ellsworth Dexter Cyrus Cornelius Clarence Chester Cecil Bruno Brad"
    " Grady Walt Hugo Lou Pat Ty Omar Amos Dale Wendell Roy Paul Marcus Idris Emeka Percival Sterling Harlan Clay Bert Lyle Anselm Cormac Gil Rhys Nestor Ignatius Benedikt Kip Tucker Jon Lowell Dmitri Felix Pete Lorne Elroy Hal Sy Jamal Abel Grant Odell Carl Craig Boyd Clem Ned Hank Otto Ewan Declan Ezekiel Rashad Tyrell Giovanni Mateo Ramiro Efrain"
    " Augustus August Anton Alonzo Alfred Albert Adrian Abel Aldo Teo Theo Tobias Silas Ruben Rolando Nestor Néstor Lorenzo Iván Iker Gael"
    " Abdullah Abe Abner Abram Adlai Aidan Akira Alastair Alec Alistair Alden Aldous Alfonso Alphonse Ambrose Amari Anders Angelo Angus Archibald Armand"
    " Arnie Asher Ashton Atticus Aubrey Augustine Aurelio Axel Bartholomew Barton Basil Beau Benito Bennett Bennie Bertrand Bradford Brady Bram Brendan"
    " Brock Bryce Burt Buster Callum Cameron Carey Carlton Carson Casimir Casper Cassius Chad Chandler Claude Clifton Clint Clinton Cletus Colby Colin Conor"
    " Connor Conrad Corbin Cordell Cosmo Curt Cy Damian Damon Dane Dante Darius Darrell Dashiell Davey Denny Denzel Desi Devin Dewey Dick Dillon Dirk"
    " Dominick Donnell Donnie Dorian Duncan Dustin Ebenezer Edmond Efraín Egon Einar Elbert Elias Elihu Ellery Elmo Elton Elvis Emanuel Emerson Emil Enoch"
    " Enzo Ephraim Erasmus Erik Errol Erwin Eugene Evan Everett Fabian Farouk Ferdinand Fergus Fidel Finn Fitzroy Francis Fritz Gareth Garret Garth Gaston"
    " Gerard Gideon Giles Gino Glen Godfrey Gomer Grover Gunnar Gunther Gus Gustav Hamish Hans Hassan Heathcliff Henrik Hershel Hilario Hiram Holden Horace"
    " Horatio Hugh Humphrey Ibrahim Igor Íñigo Ira Irwin Isidro Jabari Jacques Jalen Jasper Javon Jed Jedediah Jeremiah Jethro Jimmie Jimmy Joachim Joey"
    " Jonah Jonas Judson Jules Julius Keenan Kelvin Kendall Kendrick Kenny Kermit Khalid Killian Kirk Kirby Klaus Lamont Lancelot Lars Laurence Lazarus"
    " Leander Leif Leland Lenny Leopold Levi Linus Lionel Lonnie Luciano Lucius Luigi Lyndon Lysander Mahmoud Manny Marcel Marcelo Marco Marlon Marty Matteo"
    " Mathias Maximilian Maxwell Maynard Merle Merlin Mervyn Mickey Miles Milo Mitchell Monty Mordecai Moshe Mustafa Nathaniel Nehemiah Nigel Noel Nolan"
    " Norbert Octavius Odin Olaf Oleg Orrin Orson Orville Osbert Osvaldo Oswald Ozzie Pascal Percy Peyton Philip Phillip Phineas Pierre Prentiss Prescott"
    " Quincy Quinton Rafe Ramsey Randolph Raoul Reuben Reuel Richie Robbie Rodolfo Rollo Roosevelt Roscoe Rosendo Rowan Rupert Russ Salvatore Samir Sampson"
    " Samson Sanford Santino Saul Scotty Sebastian Sergei Seymour Sherwood Sid Sigmund Silvio Sloan Stefan Stewart Sven Sylvester Taj Tate Tavon Teddy"
    " Terence Thaddeus Thor Thurman Titus Toby Tommy Trey Tristan Tuan Tyson Ulysses Upton Uriah Vern Vince Vito Vlad Vladimir Waldo Waylon Werner Wes"
    " Wilbert Wilfred Wilhelm Willard Willis Wolfgang Woodrow Wylie Xander Yusuf Yves Zane Zeke Ziggy"
)

GIVEN = FEMALE | MALE

# --- organizations and other capital letters --------------------------------------------------------

ORGANIZATION = word_set(
    "association assn union unions league federation party committee pac pacs club coalition council chamber times post news tribune"
    " chronicle examiner journal herald gazette inquirer press register courier observer globe dispatch sentinel bulletin reporter review standard"
    " ledger star record mirror patriot beacon argus radio television tv office department dept bureau agency commission board court university"
    " college school institute center centre foundation fund project network alliance society group company inc corp llc bank church"
    " ministries campaign action brotherhood guild local lodge conference caucus democrats republicans voters lives workers employees"
    " teachers firefighters chapter registrar-recorder registrar congress senate police legislature administration ministry daily weekly"
    " magazine newspaper partnership initiative collaborative organization trust authority forum order clinic fraternal sheriffs prosecutors"
    " section bar cooperative foundation institute officers attorneys families citizens moms neighbors residents taxpayers wire watch defenders educators nurses women moms mothers greens libertarians circle roundtable voice builders trades carpenters"
    " electricians teamsters drivers machinists troopers realtors growers merchants professionals deputies students together united"
    " justice-pac independent call sun mercury world monitor advocate telegraph banner eagle leader messenger banner-herald"
)
# With “of”, “for” or “against” after them: “Mothers of Six”, “Citizens for Justice”.
FOUNDERS = word_set(
    "moms dads mothers fathers parents families citizens neighbors neighbours friends californians voters women men students people residents"
    " taxpayers angelenos residents americans workers nurses teachers educators democrats republicans victims survivors veterans"
    " physicians lawyers clergy youth seniors"
)
# “Call”, “Sun” and the like make an organization only with “the” before them.
_ONLY_WITH_THE = word_set(
    "call sun mercury world monitor advocate telegraph banner eagle leader messenger star record mirror patriot beacon watch review standard independent together united order educators women moms mothers greens libertarians circle voice local action reporter lives voters families citizens residents students leader daily weekly deputies democrats republicans prosecutors workers officers police attorneys"
)
WEAK_ORGANIZATION = _ONLY_WITH_THE
PAPERS = word_set(
    "times post news tribune chronicle examiner journal herald gazette inquirer press register courier observer globe dispatch sentinel"
    " bulletin ledger star record mirror patriot beacon argus radio daily weekly magazine sun wire call mercury banner telegraph standard review reporter"
)
UNIONS = word_set(
    "union association assn federation local league brotherhood guild lodge teamsters officers deputies teachers firefighters workers employees prosecutors nurses educators drivers clerks machinists carpenters electricians professionals guards wardens dispatchers trades"
)
CONNECTORS = word_set("of for the to & and in on against de la del los las with")
# Capital letters that name nobody.
NOBODY = word_set(
    "los angeles san santa francisco diego jose york north south east west northern southern eastern western county city street avenue ave"
    " boulevard road hall day night week weekend prop proposition measure measures bill act law house white black supreme american americans african latino latina"
    " asian jewish christian muslim democratic republican election elections super monday tuesday wednesday thursday friday saturday sunday"
    " january february march april may june july august september october november december california texas pennsylvania district"
    " primary general runoff amendment article title chapter covid covid-19 internet google english spanish today tomorrow yesterday"
    " tonight morning spring summer fall winter christmas thanksgiving bay area valley beach hills heights park village square plaza downtown"
    " midtown uptown america united states state states federal national international metro courthouse building bridge river lake lakes"
    " mount mountain creek island islands port fort harbor highway route interstate ward precinct precincts latinos koreans whites blacks"
    " democrat republicans i ok tv pm am a.m p.m us u.s usa uk eu dna gps pdf ceo cfo da d.a d.a.s das id ada dda gop faq dui dea swat first second"
    " third fourth fifth next last new old town township borough parish hotel theater theatre museum library airport station"
    " mall stadium arena campus center live updates photo photos credit caption file advertisement share via news read more related story newsletter subscribe"
    " sign up follow twitter facebook instagram getty ap reuters associated staff writer contributor updated published copyright"
    " question answer yes no not dear sincerely ballot results endorsements issues about contact donate volunteer home menu search skip content"
    " email records dame"
)
# What may stand before a name at the beginning of a sentence.
BEGINNERS = word_set(
    "the a an but and or so yet when while as if for in on at by to of from with after before since until though although because both however"
    " that this these those it he she they we you i his her their our my your its what who whom whose which where why how is was are were be"
    " will would can could should may might do did does has had have not no nor only even still just also again then now there here"
    " according asked during under over among between despite like unlike without within through throughout against about above across"
    " around behind beyond near later earlier meanwhile moreover instead indeed perhaps maybe well yes thank thanks vote elect recall"
    " supporters critics some many most several all each every other another such same few more less than either neither once twice today"
    " yesterday tomorrow last next early late mr-speaker let please once speaking citing calling saying noting meet why re ask"
    " congratulations welcome follow join read watch see says said one two three four five six seven eight nine ten"
    " born raised elected appointed endorsed backed opposed supported photo pictured left right above below file incumbent-less"
    " fellow fellow-candidate longtime veteran progressive conservative liberal moderate reform reformer keep retain reelect re-elect"
)

# --- saying -----------------------------------------------------------------------------------------

_SAY = (
    "said says say saying told tells telling tweeted tweets tweeting wrote writes writing written added adds adding argued argues arguing claimed claims"
    " claiming stated states stating noted notes noting explained explains explaining insisted insists insisting asked asks asking replied replies"
    " replying responded responds responding warned warns warning promised promises promising declared declares declaring announced announces"
    " announcing posted posts posting testified testifies testifying recalled recalls recalling acknowledged acknowledges acknowledging continued continues"
    " concluded concludes concluding quipped joked jokes joking observed observes observing remarked remarks urged urges urging vowed vows"
    " vowing charged countered counters countering complained complains complaining conceded concedes conceding predicted predicts predicting admitted"
    " admits admitting asserted asserts asserting maintained maintains maintaining contended contends contending alleged alleges alleging pledged"
    " pledges pledging shouted shouts shouting yelled chanted chanting cried exclaimed whispered muttered retorted mused reported reports reporting"
    " retweeted commented comments commenting emphasized emphasizes stressed stresses stressing reiterated reiterates repeated repeats repeating"
    " suggested suggests suggesting believes believed thinks thought proclaimed proclaims proclaiming boasted boasts boasting lamented laments"
    " texted e-mailed emailed answered answers began begins reflected thundered deadpanned scoffed sighed laughed confirmed confirms confirming editorialized"
    " indicated indicating put puts mentioned ended opined opines advised pointed read reads wondered wonders cautioned cautions cautioning"
    " hollered allowed figured ventured groused griped crowed barked growled bellowed murmured mumbled huffed gushed marveled sniffed bragged teased reasoned hissed blurted bristled cracked scolded demurred recounted summarized hedged chided sneered grumbled roared screamed croaked giggled wanted wants offered shot interjected agreed agrees pleaded protested fumed snapped tweeted quoted quoting"
)
SAY = word_set(_SAY)
# These take their quotation as what they are about: “called it “a disgrace to us all””.
CALL = word_set(
    "called calls calling described describes describing dubbed labeled labels labeling labelled characterized characterizes characterizing"
    " accused accuses accusing criticized criticizes criticizing blasted blasts blasting slammed slams slamming praised praises praising denounced"
    " denounces denouncing condemned condemns condemning decried derided dismissed dismisses dismissing mocked hailed hails hailing touted touts compared"
    " referred refers referring cited cites citing blamed blames blaming defended defends rejected rejects rejecting ridiculed attacked attacks attacking"
    " thanked thanks thanking applauded highlighted rated deemed considers considered demanded demands demanding credited celebrated summed"
    " branded ripped faulted lauded lambasted expressed expresses expressing outlined portrayed painted cast casting invoked apologized spoke"
)
VERBS = SAY | CALL
SAYING = re.compile(r"\b(?:" + "|".join(sorted(VERBS, key=len, reverse=True)) + r")\b")
ADVERBS = word_set(
    "also later then once further repeatedly recently previously already famously flatly simply plainly bluntly often frequently has have had"
    " is was been would will could did does not never just still again even now quickly reportedly publicly initially subsequently instead"
    " both all himself herself itself themselves earlier today yesterday monday tuesday wednesday thursday friday saturday sunday proudly"
    " and who told always long first finally eventually angrily quietly clearly specifically similarly likewise additionally officially"
)
PRONOUNS = {
    "he": "m",
    "she": "f",
    "they": "n",
    "him": "m",
    "her": "f",
    "his": "m",
    "it": "o",
    "its": "o",
    "their": "n",
    "them": "n",
}

MONTHS = {
    name: number
    for number, names in enumerate(
        ["january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sept sep", "october oct",
         "november nov", "december dec"],
        start=1,
    )
    for name in names.split()
}  # fmt: skip

# --- headlines --------------------------------------------------------------------------------------

# Verbs that part the names of a headline in capitals.
HEADLINE_VERBS = word_set(
    "throws throw puts support behind his her their its hers stands clings rallies vote votes voters oust ousts trounces marks endorses endorse endorsed endorsing backs backing backed supports supporting opposes opposing says said tells told wins won leads trails concedes conceded"
    " vows blasts slams intervenes pumping pumps spends spending pours pouring gives donates gets receives received earns adds calls called claims"
    " holds takes faces beats defeats defeated declares declared announces announced urges launches launched rejects withdraws pulls rescinds"
    " joins denies defends names picks seeks asks warns promises pledges responds reacts again will who could would may has have is are was were as over"
    " beat to rips rebukes hits raises ahead after before snags nabs lands secures drops quits enters runs running vies race"
)
# Words that are shouted in capitals and are no acronyms.
SHOUTED = word_set(
    "la sf ny nyc dc ca or out now today tonight last chance all never always live breaking menu home new big free must go going gone vote day end top stop win"
    " won lost this that very much more most best news press release for immediate media contact note update photo exclusive opinion"
    " issues donate about join us we our she her he him his it its they you your no yes not and the pm am com www http https"
)
