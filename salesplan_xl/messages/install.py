"""Sentences of the installer: each step before it is done, and what stands in the way."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "install_step_environment": Sentence(
        "Make a Python environment in {path}",
        "在{path}中创建Python环境",
    ),
    "install_step_packages": Sentence(
        "Install SalesPlan {version} and the packages it needs, in tried versions, from {origin} (a few minutes)",
        "从{origin}安装SalesPlan {version}及其所需的包（版本固定，需几分钟）",
    ),
    "install_step_library": Sentence(
        "Check that the library {name} belongs to the installed xlwings",
        "核对连接库{name}与已安装的xlwings版本一致",
    ),
    "install_step_build": Sentence("Build the add-in {name}", "生成加载项{name}"),
    "install_step_script": Sentence(
        "Put the script that lets Excel start Python into {path}",
        "将Excel启动Python所需的脚本写入{path}",
    ),
    "install_step_add_in": Sentence("Put the add-in into {path}", "将加载项写入{path}"),
    "install_step_mark": Sentence(
        "Remove the mark “from the internet” from {path}",
        "去除{path}的“来自互联网”标记",
    ),
    "install_step_configuration": Sentence(
        "Write in {path} where the add-in finds Python",
        "在{path}中写明加载项所用的Python位置",
    ),
    "install_step_old": Sentence("Remove the earlier environment {path}", "删除旧环境{path}"),
    "install_step_remove_add_in": Sentence("Remove the add-in {path}", "删除加载项{path}"),
    "install_step_remove_script": Sentence("Remove the script {path}", "删除脚本{path}"),
    "install_step_remove_configuration": Sentence("Remove the configuration {path}", "删除配置{path}"),
    "install_step_remove_folder": Sentence("Take away the folder {path}", "移走文件夹{path}"),
    "install_step_delete_folder": Sentence("Delete what is left in {path}", "清除{path}中的剩余文件"),
    "install_done": Sentence(
        "SalesPlan {version} is installed. Start Excel: the tab Sales Plan is there.",
        "SalesPlan {version}已安装。启动Excel即可看到“销售计划”选项卡。",
    ),
    "install_removed": Sentence(
        "SalesPlan is removed; nothing of it is left.", "SalesPlan已卸载，没有残留。"
    ),
    "install_nothing_there": Sentence("SalesPlan is not installed.", "SalesPlan未安装。"),
    "install_dry_run": Sentence("This was a dry run: nothing was changed.", "以上为演练，未做任何更改。"),
    "install_left": Sentence(
        "One thing is left: {step}. A program still uses a file there; sign out and in again, then delete the "
        "folder.",
        "还有一项未完成：{step}。仍有程序占用其中的文件；请注销并重新登录后删除该文件夹。",
    ),
    "install_unchanged": Sentence("Nothing on this computer was changed.", "本机未做任何更改。"),
    "install_no_excel_system": Sentence(
        "There is no Excel for this system; install the add-in on Windows or on a Mac. "
        "The salesplan command works here without it.",
        "本系统没有Excel；请在Windows或Mac上安装加载项。salesplan命令在此可直接使用。",
    ),
    "install_no_variable": Sentence(
        "The system does not say where your folders are (the variable {name} is empty); sign out and in again.",
        "系统未提供用户文件夹位置（变量{name}为空）；请注销后重新登录。",
    ),
    "install_no_excel": Sentence(
        "No Excel was found on this computer; install Excel 2016 or newer, start it once, then try again. "
        "WPS and Excel on the web do not run this add-in.",
        "本机未找到Excel；请安装Excel 2016或更新版本，启动一次后重试。WPS和网页版Excel不能运行本加载项。",
    ),
    "install_no_such_excel": Sentence(
        "There is no Excel {wanted} on this computer; choose one of: {found}.",
        "本机没有Excel {wanted}；请从下列版本中选择：{found}。",
    ),
    "install_two_excels": Sentence(
        "Several Excels are on this computer: {found}. Say for which one, for example --excel {first}; the "
        "others will also show the tab, but their cell functions may not run.",
        "本机有多个Excel：{found}。请指明用于哪一个，例如--excel {first}；其他版本也会显示选项卡，但单元格函数可能无法运行。",
    ),
    "install_excel_old": Sentence(
        "Excel {version} is too old; Excel 2016 (16.0) or newer is needed.",
        "Excel {version}版本过低；需要Excel 2016（16.0）或更新版本。",
    ),
    "install_excel_runs": Sentence(
        "Excel is running; save your work, close every Excel window, then try again. If none is open, end "
        "Excel in the Task Manager (Mac: Force Quit).",
        "Excel正在运行；请保存并关闭所有Excel窗口后重试。若没有打开的窗口，请在任务管理器（Mac：强制退出）中结束Excel。",
    ),
    "install_excel_never_started": Sentence(
        "Excel was never started by this user ({path} is missing); start Excel once, close it, then try again.",
        "当前用户尚未启动过Excel（缺少{path}）；请启动一次Excel并关闭，然后重试。",
    ),
    "install_startup_read_only": Sentence(
        "Excel's startup folder {path} cannot be written to; ask your IT department for write permission there.",
        "Excel启动文件夹{path}无法写入；请联系IT部门开通写入权限。",
    ),
    "install_startup_on_network": Sentence(
        "Your profile lies on the network ({path}), and Excel does not trust add-ins from there; ask your IT "
        "department to allow trusted locations on the network, or to keep AppData on this computer.",
        "您的用户配置在网络位置（{path}），Excel不信任那里的加载项；请IT部门允许网络受信任位置，或将AppData保留在本机。",
    ),
    "install_home_read_only": Sentence(
        "The folder {path} cannot be written to; ask your IT department for write permission there.",
        "文件夹{path}无法写入；请联系IT部门开通写入权限。",
    ),
    "install_no_space": Sentence(
        "There is too little room for {path}: {needed} MB are needed; free some space and try again.",
        "{path}所在磁盘空间不足：需要{needed} MB；请清理后重试。",
    ),
    "install_other_add_in": Sentence(
        "Another copy of the add-in is installed: {path}. Both would be loaded; delete that file and try again.",
        "已安装另一份加载项：{path}。两份会同时加载；请删除该文件后重试。",
    ),
    "install_python_old": Sentence(
        "Python {version} is too old; install Python 3.11 or newer (64-bit) from python.org and try again.",
        "Python {version}版本过低；请从python.org安装Python 3.11或更新版本（64位）后重试。",
    ),
    "install_python_32_bit": Sentence(
        "This Python is 32-bit; install the 64-bit Python from python.org and try again. A 32-bit Excel works "
        "with it too.",
        "当前Python是32位；请从python.org安装64位Python后重试。32位Excel也可配合使用。",
    ),
    "install_python_of_store": Sentence(
        "This Python comes from the Microsoft Store, which hides its files from Excel; install Python from "
        "python.org and try again.",
        "当前Python来自Microsoft Store，其文件Excel无法访问；请从python.org安装Python后重试。",
    ),
    "install_runs_from_itself": Sentence(
        "This command runs from the installation that it would replace or remove; use install.cmd or "
        "uninstall.cmd of the release folder, or: python setup_addin.py install or uninstall.",
        "此命令正运行在将被替换或删除的安装之中；请使用发布文件夹中的install.cmd或uninstall.cmd，"
        "或运行python setup_addin.py install或uninstall。",
    ),
    "install_vba_off": Sentence(
        "A policy of your company switches VBA off in Office, so no add-in with macros can run; ask your IT "
        "department to allow it (setting “Disable VBA for Office applications”).",
        "公司策略在Office中关闭了VBA，带宏的加载项无法运行；请IT部门放开（设置“禁用Office应用程序的VBA”）。",
    ),
    "install_add_ins_off": Sentence(
        "Excel is set to disable all application add-ins; clear that in the Trust Center (File, Options, Trust "
        "Center, Add-ins), or ask your IT department where it is a policy.",
        "Excel已设为禁用所有应用程序加载项；请在信任中心取消（文件、选项、信任中心、加载项），若为公司策略请联系IT部门。",
    ),
    "install_macros_off": Sentence(
        "Excel's macros are blocked and its trusted locations are switched off, so the add-in would not run; "
        "ask your IT department to allow trusted locations.",
        "Excel宏被禁止且受信任位置已关闭，加载项无法运行；请IT部门允许受信任位置。",
    ),
    "install_trusted_locations_off": Sentence(
        "Excel's trusted locations are switched off, so the add-in in the startup folder would be blocked; "
        "switch them on in the Trust Center (Trusted Locations), or ask your IT department.",
        "Excel的受信任位置已关闭，启动文件夹中的加载项会被阻止；请在信任中心的“受信任位置”中启用，或联系IT部门。",
    ),
    "install_add_in_missing": Sentence(
        "The release folder lacks {path}; unpack the whole release again.",
        "发布文件夹缺少{path}；请重新完整解压发布包。",
    ),
    "install_no_wheels": Sentence(
        "There is no folder of wheels {path}; unpack the whole release again, or name the folder with --wheels.",
        "找不到安装包文件夹{path}；请重新完整解压发布包，或用--wheels指定。",
    ),
    "install_wheel_missing": Sentence(
        "{path} has no {package} {version} for Python {python} on this system; use a Python the release was "
        "made for, or ask for a release for yours.",
        "{path}中没有适用于本系统Python {python}的{package} {version}；请改用发布包支持的Python，或索取对应的发布包。",
    ),
    "install_venv_failed": Sentence(
        "Python could not make an environment; install Python again from python.org and try again. Python "
        "says: {cause}",
        "Python无法创建环境；请从python.org重新安装Python后重试。Python提示：{cause}",
    ),
    "install_pip_failed": Sentence(
        "The packages could not be installed; check the network, or install offline from a release folder "
        "(--wheels). pip says: {cause}",
        "包安装失败；请检查网络，或用发布文件夹离线安装（--wheels）。pip提示：{cause}",
    ),
    "install_build_failed": Sentence(
        "The add-in could not be built; try again, or use a release folder. Python says: {cause}",
        "加载项生成失败；请重试，或使用发布文件夹。Python提示：{cause}",
    ),
    "install_no_library": Sentence(
        "xlwings {version} brought no library for a {bits}-bit Excel into {path}; use another release, or "
        "install a 64-bit Excel.",
        "xlwings {version}未在{path}中提供{bits}位Excel的连接库；请更换发布包，或安装64位Excel。",
    ),
    "install_library_differs": Sentence(
        "The library is of xlwings {found}, but xlwings {version} is installed; install again, and use another "
        "release folder if that stays so.",
        "连接库属于xlwings {found}，而已安装的是xlwings {version}；请重新安装，若仍如此请更换发布文件夹。",
    ),
    "install_step_failed": Sentence(
        "This step failed and everything before it was taken back: {step}. The system says: {cause}",
        "此步骤失败，之前的操作已全部撤回：{step}。系统提示：{cause}",
    ),
    "install_status_version": Sentence(
        "SalesPlan {version} is installed in {path}.", "SalesPlan {version}安装在{path}。"
    ),
    "install_status_excel": Sentence("Excel {name} in {path}.", "Excel {name}，位于{path}。"),
    "install_status_other_version": Sentence(
        "Installed is {found}, this is {version}; run install to update.",
        "已安装的是{found}，当前为{version}；请运行install更新。",
    ),
    "install_status_package_differs": Sentence(
        "The configuration names {package} {noted}, but {found} is installed; run install again.",
        "配置中写的是{package} {noted}，实际安装的是{found}；请重新运行install。",
    ),
    "install_status_missing": Sentence(
        "{path} is missing; run install again.", "缺少{path}；请重新运行install。"
    ),
    "install_status_add_in_differs": Sentence(
        "{path} is not the add-in that was installed; run install again.",
        "{path}不是所安装的加载项；请重新运行install。",
    ),
    "install_status_marked": Sentence(
        "{path} is marked as coming from the internet, and Excel blocks it; run install again.",
        "{path}带有“来自互联网”标记，会被Excel阻止；请重新运行install。",
    ),
    "install_status_roams": Sentence(
        "The add-in is there, but not its Python on this computer (your profile roams); run install here too.",
        "加载项已在，但本机没有它的Python（用户配置漫游所致）；请在本机也运行install。",
    ),
    "install_status_good": Sentence("Everything fits together.", "各部分一致，可以使用。"),
    "addin_release_step_wheel": Sentence(
        "Build the wheel of SalesPlan {version}", "构建SalesPlan {version}的安装包"
    ),
    "addin_release_step_wheels": Sentence(
        "Collect the packages for Python {python} on {platform}", "收集{platform}上Python {python}所需的包"
    ),
    "addin_release_done": Sentence(
        "The release is in {path}: {count} wheels. Planners double-click install.cmd.",
        "发布文件夹在{path}：共{count}个安装包。使用者双击install.cmd即可安装。",
    ),
    "addin_release_not_empty": Sentence(
        "The folder {path} holds something; name a new or an empty folder.",
        "文件夹{path}非空；请指定新的或空的文件夹。",
    ),
    "addin_release_no_source": Sentence(
        "A release is made from the project's source, which {path} is not; run this in the checkout.",
        "发布包须由项目源码生成，而{path}不是源码目录；请在源码目录中运行。",
    ),
}
